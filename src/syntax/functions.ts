import ts from 'typescript';
import type { FunctionCode, Parameter, Span } from './code.js';
import { nameOf, type FunctionNode, type Lowering, hasModifier } from './lowering.js';

export function lowerFunction(low: Lowering, node: FunctionNode): FunctionCode & { readonly at: Span } {
  return {
    kind: 'function',
    name: node.name && ts.isIdentifier(node.name) ? nameOf(node.name) : null,
    params: node.parameters.map((parameter) => lowerParameter(low, parameter)),
    ...low.body(() => lowerBody(low, node.body)),
    isAsync: hasModifier(node, ts.SyntaxKind.AsyncKeyword),
    isGenerator: node.asteriskToken !== undefined,
    isArrow: ts.isArrowFunction(node),
    at: low.at(node),
  };
}

function lowerBody(low: Lowering, body: ts.ConciseBody | undefined): FunctionCode['body'] {
  if (!body) return [];
  if (ts.isBlock(body)) return low.statements(body.statements);
  return [{ kind: 'return', value: low.expression(body), at: low.at(body) }];
}

const fieldModifiers = [
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
];

function lowerParameter(low: Lowering, node: ts.ParameterDeclaration): Parameter {
  return {
    pattern: low.bindingName(node.name),
    fallback: low.optional(node.initializer),
    isRest: node.dotDotDotToken !== undefined,
    isField: fieldModifiers.some((kind) => hasModifier(node, kind)),
    decorators: low.decorators(node),
    type: node.type ? low.textOf(node.type) : null,
  };
}
