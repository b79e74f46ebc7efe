import ts from 'typescript';
import type { Expression, Key, Property, Span } from './code.js';
import { nameOf, type Lowering } from './lowering.js';

export function lowerExpression(low: Lowering, node: ts.Expression): Expression {
  const at = low.at(node);
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: 'literal', value: true, at };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: 'literal', value: false, at };
    case ts.SyntaxKind.NullKeyword:
      return { kind: 'literal', value: null, at };
    case ts.SyntaxKind.ThisKeyword:
      return { kind: 'this', at };
    case ts.SyntaxKind.SuperKeyword:
      return { kind: 'super', at };
    default:
      return lowerCompound(low, node, at);
  }
}

function lowerCompound(low: Lowering, node: ts.Expression, at: Span): Expression {
  if (ts.isIdentifier(node)) return { kind: 'name', name: nameOf(node), at };
  if (ts.isStringLiteralLike(node)) return { kind: 'literal', value: node.text, at };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text), at };
  if (ts.isPropertyAccessExpression(node)) {
    return {
      kind: 'member',
      object: low.expression(node.expression),
      key: nameOf(node.name),
      keyAt: low.at(node.name),
      at,
    };
  }
  if (ts.isCallExpression(node)) return lowerCall(low, node);
  if (ts.isObjectLiteralExpression(node)) {
    return {
      kind: 'object',
      properties: node.properties.map((property) => lowerProperty(low, property)),
      at,
    };
  }
  if (ts.isArrayLiteralExpression(node))
    return { kind: 'array', items: node.elements.map((inner) => low.expression(inner)), at };
  if (isTransparent(node)) return low.expression(node.expression);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return low.functionCode(node);
  if (ts.isClassExpression(node)) return low.classCode(node);
  if (ts.isNewExpression(node)) {
    return {
      kind: 'new',
      callee: low.expression(node.expression),
      args: (node.arguments ?? []).map((inner) => low.expression(inner)),
      at,
    };
  }
  if (ts.isElementAccessExpression(node)) {
    return {
      kind: 'element',
      object: low.expression(node.expression),
      key: low.expression(node.argumentExpression),
      at,
    };
  }
  if (ts.isSpreadElement(node)) return { kind: 'spread', value: low.expression(node.expression), at };
  if (ts.isAwaitExpression(node)) return { kind: 'await', value: low.expression(node.expression), at };
  if (ts.isConditionalExpression(node)) {
    return {
      kind: 'conditional',
      test: low.expression(node.condition),
      yes: low.expression(node.whenTrue),
      no: low.expression(node.whenFalse),
      at,
    };
  }
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    return {
      kind: 'template',
      texts,
      parts: node.templateSpans.map(({ expression }) => low.expression(expression)),
      at,
    };
  }
  if (ts.isBinaryExpression(node)) return lowerBinary(low, node);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
      return {
        kind: 'count',
        target: low.target(node.operand),
        by: node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1,
        isPostfix: ts.isPostfixUnaryExpression(node),
        at,
      };
    }
    return {
      kind: 'unary',
      operator: ts.tokenToString(node.operator) ?? '',
      value: low.expression(node.operand),
      at,
    };
  }
  if (ts.isVoidExpression(node))
    return { kind: 'unary', operator: 'void', value: low.expression(node.expression), at };
  if (ts.isDeleteExpression(node))
    return { kind: 'unary', operator: 'delete', value: low.expression(node.expression), at };
  if (ts.isTypeOfExpression(node))
    return { kind: 'unary', operator: 'typeof', value: low.expression(node.expression), at };
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { kind: 'regex', pattern: node.text.slice(1, end), flags: node.text.slice(end + 1), at };
  }
  return low.unknown(node, 'an expression that is not read', childExpressions(low, node));
}

type Transparent =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion
  | ts.ExpressionWithTypeArguments;

/** Wrappers that change nothing at run time. */
function isTransparent(node: ts.Expression): node is Transparent {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  );
}

function lowerCall(low: Lowering, node: ts.CallExpression): Expression {
  const at = low.at(node);
  const args = node.arguments.map((argument) => low.expression(argument));
  const [first] = args;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword && first)
    return { kind: 'import', from: first, at };
  const callee = low.expression(node.expression);
  low.mark(callee, first);
  return { kind: 'call', callee, args, at };
}

const logical: Readonly<Record<string, '&&' | '||' | '??'>> = { '&&': '&&', '||': '||', '??': '??' };

function lowerBinary(low: Lowering, node: ts.BinaryExpression): Expression {
  const at = low.at(node);
  const operator = ts.tokenToString(node.operatorToken.kind) ?? '';
  const isAssignment =
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  const right = low.expression(node.right);
  if (isAssignment) return { kind: 'assign', operator, target: low.target(node.left), value: right, at };
  const left = low.expression(node.left);
  const choice = logical[operator];
  return choice
    ? { kind: 'logical', operator: choice, left, right, at }
    : { kind: 'binary', operator, left, right, at };
}

function lowerProperty(low: Lowering, node: ts.ObjectLiteralElementLike): Property {
  const at = low.at(node);
  if (ts.isPropertyAssignment(node)) {
    return {
      kind: 'property',
      key: low.key(node.name),
      value: low.expression(node.initializer),
      at,
    };
  }
  if (ts.isShorthandPropertyAssignment(node)) {
    const name = nameOf(node.name);
    return { kind: 'property', key: name, value: { kind: 'name', name, at: low.at(node.name) }, at };
  }
  if (ts.isSpreadAssignment(node)) return { kind: 'spread', value: low.expression(node.expression), at };
  if (ts.isMethodDeclaration(node)) {
    return { kind: 'property', key: low.key(node.name), value: low.functionCode(node), at };
  }
  return { kind: 'accessor', key: low.key(node.name), body: low.functionCode(node), at };
}

export function lowerKey(low: Lowering, name: ts.PropertyName): Key {
  if (ts.isComputedPropertyName(name)) {
    const key = low.expression(name.expression);
    return key.kind === 'literal' ? String(key.value) : key;
  }
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return nameOf(name);
  if (ts.isNumericLiteral(name)) return String(Number(name.text));
  return name.text;
}

/** The expressions directly inside a node that is not read itself (JSX, yield, tagged templates …). */
function childExpressions(low: Lowering, node: ts.Node): Expression[] {
  const found: Expression[] = [];
  ts.forEachChild(node, (child) => {
    if (isExpression(child)) found.push(low.expression(child));
    else found.push(...childExpressions(low, child));
  });
  return found;
}

/** By the parser's own order of kinds; identifiers inside a type are harmless. */
function isExpression(node: ts.Node): node is ts.Expression {
  return (
    ts.isIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    (node.kind >= ts.SyntaxKind.ArrayLiteralExpression && node.kind <= ts.SyntaxKind.SatisfiesExpression)
  );
}
