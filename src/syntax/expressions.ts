import ts from 'typescript';
import type { Expression, Key, Property, Span } from './code.js';
import { nameOf, type Lowering } from './lowering.js';

/** How an expression of one kind becomes code. */
type Reading = (low: Lowering, node: never, at: Span) => Expression;

/** By the parser's kind: a table is asked once for each node, a chain of questions many times. */
const readings: Readonly<Partial<Record<ts.SyntaxKind, Reading>>> = {
  [ts.SyntaxKind.TrueKeyword]: (_low, _node, at) => ({ kind: 'literal', value: true, at }),
  [ts.SyntaxKind.FalseKeyword]: (_low, _node, at) => ({ kind: 'literal', value: false, at }),
  [ts.SyntaxKind.NullKeyword]: (_low, _node, at) => ({ kind: 'literal', value: null, at }),
  [ts.SyntaxKind.ThisKeyword]: (_low, _node, at) => ({ kind: 'this', at }),
  [ts.SyntaxKind.SuperKeyword]: (_low, _node, at) => ({ kind: 'super', at }),
  [ts.SyntaxKind.Identifier]: (_low, node: ts.Identifier, at) => ({ kind: 'name', name: nameOf(node), at }),
  [ts.SyntaxKind.StringLiteral]: lowerText,
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: lowerText,
  [ts.SyntaxKind.NumericLiteral]: (_low, node: ts.NumericLiteral, at) => ({
    kind: 'literal',
    value: Number(node.text),
    at,
  }),
  [ts.SyntaxKind.RegularExpressionLiteral]: (_low, node: ts.RegularExpressionLiteral, at) => {
    const end = node.text.lastIndexOf('/');
    return { kind: 'regex', pattern: node.text.slice(1, end), flags: node.text.slice(end + 1), at };
  },
  [ts.SyntaxKind.TemplateExpression]: (low, node: ts.TemplateExpression, at) => ({
    kind: 'template',
    texts: [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)],
    parts: node.templateSpans.map(({ expression }) => low.expression(expression)),
    at,
  }),
  [ts.SyntaxKind.PropertyAccessExpression]: (low, node: ts.PropertyAccessExpression, at) => ({
    kind: 'member',
    object: low.expression(node.expression),
    key: nameOf(node.name),
    keyAt: low.at(node.name),
    at,
  }),
  [ts.SyntaxKind.ElementAccessExpression]: (low, node: ts.ElementAccessExpression, at) => ({
    kind: 'element',
    object: low.expression(node.expression),
    key: low.expression(node.argumentExpression),
    at,
  }),
  [ts.SyntaxKind.CallExpression]: lowerCall,
  [ts.SyntaxKind.NewExpression]: (low, node: ts.NewExpression, at) => ({
    kind: 'new',
    callee: low.expression(node.expression),
    args: (node.arguments ?? []).map((inner) => low.expression(inner)),
    at,
  }),
  [ts.SyntaxKind.ObjectLiteralExpression]: (low, node: ts.ObjectLiteralExpression, at) => ({
    kind: 'object',
    properties: node.properties.map((property) => lowerProperty(low, property)),
    at,
  }),
  [ts.SyntaxKind.ArrayLiteralExpression]: (low, node: ts.ArrayLiteralExpression, at) => ({
    kind: 'array',
    items: node.elements.map((inner) => low.expression(inner)),
    at,
  }),
  [ts.SyntaxKind.SpreadElement]: (low, node: ts.SpreadElement, at) => ({
    kind: 'spread',
    value: low.expression(node.expression),
    at,
  }),
  [ts.SyntaxKind.AwaitExpression]: (low, node: ts.AwaitExpression, at) => ({
    kind: 'await',
    value: low.expression(node.expression),
    at,
  }),
  [ts.SyntaxKind.ConditionalExpression]: (low, node: ts.ConditionalExpression, at) => ({
    kind: 'conditional',
    test: low.expression(node.condition),
    yes: low.expression(node.whenTrue),
    no: low.expression(node.whenFalse),
    at,
  }),
  [ts.SyntaxKind.BinaryExpression]: lowerBinary,
  [ts.SyntaxKind.PrefixUnaryExpression]: lowerUnary,
  [ts.SyntaxKind.PostfixUnaryExpression]: lowerUnary,
  [ts.SyntaxKind.VoidExpression]: lowerWord('void'),
  [ts.SyntaxKind.DeleteExpression]: lowerWord('delete'),
  [ts.SyntaxKind.TypeOfExpression]: lowerWord('typeof'),
  [ts.SyntaxKind.ArrowFunction]: (low, node: ts.ArrowFunction) => low.functionCode(node),
  [ts.SyntaxKind.FunctionExpression]: (low, node: ts.FunctionExpression) => low.functionCode(node),
  [ts.SyntaxKind.ClassExpression]: (low, node: ts.ClassExpression) => low.classCode(node),
  [ts.SyntaxKind.ParenthesizedExpression]: lowerInner,
  [ts.SyntaxKind.AsExpression]: lowerInner,
  [ts.SyntaxKind.SatisfiesExpression]: lowerInner,
  [ts.SyntaxKind.NonNullExpression]: lowerInner,
  [ts.SyntaxKind.TypeAssertionExpression]: lowerInner,
  [ts.SyntaxKind.ExpressionWithTypeArguments]: lowerInner,
};

export function lowerExpression(low: Lowering, node: ts.Expression): Expression {
  const reading = readings[node.kind];
  return reading
    ? reading(low, node as never, low.at(node))
    : low.unknown(node, 'an expression that is not read', childExpressions(low, node));
}

function lowerText(_low: Lowering, node: ts.StringLiteralLike, at: Span): Expression {
  return { kind: 'literal', value: node.text, at };
}

type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion
  | ts.ExpressionWithTypeArguments;

/** Wrappers change nothing at run time. */
function lowerInner(low: Lowering, node: Wrapper): Expression {
  return low.expression(node.expression);
}

function lowerWord(operator: 'void' | 'delete' | 'typeof'): Reading {
  return (low, node: ts.VoidExpression | ts.DeleteExpression | ts.TypeOfExpression, at) => ({
    kind: 'unary',
    operator,
    value: low.expression(node.expression),
    at,
  });
}

function lowerUnary(
  low: Lowering,
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  at: Span,
): Expression {
  if (node.operator !== ts.SyntaxKind.PlusPlusToken && node.operator !== ts.SyntaxKind.MinusMinusToken) {
    const operator = ts.tokenToString(node.operator) ?? '';
    return { kind: 'unary', operator, value: low.expression(node.operand), at };
  }
  return {
    kind: 'count',
    target: low.target(node.operand),
    by: node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1,
    isPostfix: ts.isPostfixUnaryExpression(node),
    at,
  };
}

function lowerCall(low: Lowering, node: ts.CallExpression, at: Span): Expression {
  const args = node.arguments.map((argument) => low.expression(argument));
  const [first] = args;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword && first)
    return { kind: 'import', from: first, at };
  const callee = low.expression(node.expression);
  low.mark(callee, first);
  return { kind: 'call', callee, args, at };
}

const logical: Readonly<Record<string, '&&' | '||' | '??'>> = { '&&': '&&', '||': '||', '??': '??' };

function lowerBinary(low: Lowering, node: ts.BinaryExpression, at: Span): Expression {
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
