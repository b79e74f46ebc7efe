import ts from 'typescript';
import type { ClassCode, ClassMember, Span } from './code.js';
import { lowerExpression, lowerKey } from './expressions.js';
import { decoratorsOf, lowerFunction } from './functions.js';
import { nameOf, type Lowering } from './lowering.js';

export function lowerClass(low: Lowering, node: ts.ClassLikeDeclaration): ClassCode & { readonly at: Span } {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return {
    kind: 'class',
    name: node.name ? nameOf(node.name) : null,
    base: base ? lowerExpression(low, base.expression) : null,
    decorators: decoratorsOf(low, node),
    members: node.members.flatMap((member) => lowerMember(low, member) ?? []),
    at: low.at(node),
  };
}

function lowerMember(low: Lowering, node: ts.ClassElement): ClassMember | null {
  const at = low.at(node);
  const isStatic =
    ts.canHaveModifiers(node) &&
    (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);
  if (ts.isConstructorDeclaration(node)) {
    const value = lowerFunction(low, node);
    return {
      kind: 'constructor',
      key: 'constructor',
      isStatic: false,
      decorators: [],
      type: null,
      value,
      at,
    };
  }
  if (ts.isPropertyDeclaration(node)) {
    return {
      kind: 'field',
      key: lowerKey(low, node.name),
      isStatic,
      decorators: decoratorsOf(low, node),
      type: node.type ? low.textOf(node.type) : null,
      value: node.initializer ? lowerExpression(low, node.initializer) : null,
      at,
    };
  }
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) {
    const kind = ts.isMethodDeclaration(node) ? 'method' : ts.isGetAccessor(node) ? 'getter' : 'setter';
    const value = lowerFunction(low, node);
    return {
      kind,
      key: lowerKey(low, node.name),
      isStatic,
      decorators: decoratorsOf(low, node),
      type: null,
      value,
      at,
    };
  }
  return null;
}
