import ts from 'typescript';
import type { Expression, FunctionCode, Parameter, Span } from './code.js';
import { lowerExpression } from './expressions.js';
import { nameOf, type Lowering } from './lowering.js';
import { lowerBindingName } from './patterns.js';
import { lowerStatements } from './statements.js';

type FunctionNode =
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export function lowerFunction(low: Lowering, node: FunctionNode): FunctionCode & { readonly at: Span } {
  const has = (kind: ts.SyntaxKind) => node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
  return {
    kind: 'function',
    name: node.name && ts.isIdentifier(node.name) ? nameOf(node.name) : null,
    params: node.parameters.map((parameter) => lowerParameter(low, parameter)),
    body: lowerBody(low, node.body),
    isAsync: has(ts.SyntaxKind.AsyncKeyword),
    isGenerator: node.asteriskToken !== undefined,
    isArrow: ts.isArrowFunction(node),
    at: low.at(node),
  };
}

function lowerBody(low: Lowering, body: ts.ConciseBody | undefined): FunctionCode['body'] {
  if (!body) return [];
  if (ts.isBlock(body)) return lowerStatements(low, body.statements);
  return [{ kind: 'return', value: lowerExpression(low, body), at: low.at(body) }];
}

function lowerParameter(low: Lowering, node: ts.ParameterDeclaration): Parameter {
  return {
    pattern: lowerBindingName(low, node.name),
    fallback: node.initializer ? lowerExpression(low, node.initializer) : null,
    isRest: node.dotDotDotToken !== undefined,
    decorators: decoratorsOf(low, node),
    type: node.type ? low.textOf(node.type) : null,
  };
}

export function decoratorsOf(
  low: Lowering,
  node: { readonly modifiers?: readonly ts.ModifierLike[] },
): Expression[] {
  return (node.modifiers ?? [])
    .filter(ts.isDecorator)
    .map(({ expression }) => lowerExpression(low, expression));
}
