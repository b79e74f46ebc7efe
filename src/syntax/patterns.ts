import ts from 'typescript';
import type { Pattern, PatternEntry, PatternItem } from './code.js';
import { nameOf, type Lowering } from './lowering.js';

/** What a declaration or a parameter binds. */
export function lowerBindingName(low: Lowering, node: ts.BindingName): Pattern {
  const at = low.at(node);
  if (ts.isIdentifier(node)) return { kind: 'name', name: nameOf(node), at };
  if (ts.isArrayBindingPattern(node)) {
    return {
      kind: 'arrayPattern',
      items: node.elements.map((element) =>
        ts.isOmittedExpression(element) ? null : lowerItem(low, element),
      ),
      at,
    };
  }
  const rest = node.elements.find(({ dotDotDotToken }) => dotDotDotToken !== undefined);
  return {
    kind: 'objectPattern',
    entries: node.elements.filter((element) => element !== rest).map((element) => lowerEntry(low, element)),
    rest: rest ? low.bindingName(rest.name) : null,
    at,
  };
}

function lowerItem(low: Lowering, node: ts.BindingElement): PatternItem {
  return {
    pattern: low.bindingName(node.name),
    fallback: low.optional(node.initializer),
    isRest: node.dotDotDotToken !== undefined,
  };
}

function lowerEntry(low: Lowering, node: ts.BindingElement): PatternEntry {
  const own = ts.isIdentifier(node.name) ? nameOf(node.name) : '';
  return {
    key: node.propertyName ? low.key(node.propertyName) : own,
    pattern: low.bindingName(node.name),
    fallback: low.optional(node.initializer),
  };
}

/** What an assignment writes to: a name, a member, or a literal that takes apart. */
export function lowerTarget(low: Lowering, node: ts.Expression): Pattern {
  const at = low.at(node);
  if (ts.isParenthesizedExpression(node)) return low.target(node.expression);
  if (ts.isIdentifier(node)) return { kind: 'name', name: nameOf(node), at };
  if (ts.isObjectLiteralExpression(node)) {
    const entries: PatternEntry[] = [];
    let rest: Pattern | null = null;
    for (const property of node.properties) {
      if (ts.isPropertyAssignment(property)) {
        entries.push({ key: low.key(property.name), ...withFallback(low, property.initializer) });
      } else if (ts.isShorthandPropertyAssignment(property)) {
        const name = nameOf(property.name);
        entries.push({
          key: name,
          pattern: { kind: 'name', name, at: low.at(property.name) },
          fallback: null,
        });
      } else if (ts.isSpreadAssignment(property)) rest = low.target(property.expression);
    }
    return { kind: 'objectPattern', entries, rest, at };
  }
  if (ts.isArrayLiteralExpression(node)) {
    const items = node.elements.map((element): PatternItem | null => {
      if (ts.isOmittedExpression(element)) return null;
      if (ts.isSpreadElement(element)) {
        return { pattern: low.target(element.expression), fallback: null, isRest: true };
      }
      return { ...withFallback(low, element), isRest: false };
    });
    return { kind: 'arrayPattern', items, at };
  }
  return { kind: 'target', target: low.expression(node), at };
}

function withFallback(low: Lowering, node: ts.Expression): Pick<PatternItem, 'pattern' | 'fallback'> {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return { pattern: low.target(node.left), fallback: low.expression(node.right) };
  }
  return { pattern: low.target(node), fallback: null };
}
