import ts from 'typescript';
import type { ClassCode, ClassMember, Span } from './code.js';
import { hasModifier, nameOf, type Lowering } from './lowering.js';

export function lowerClass(low: Lowering, node: ts.ClassLikeDeclaration): ClassCode & { readonly at: Span } {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return {
    kind: 'class',
    name: node.name ? nameOf(node.name) : null,
    base: low.optional(base?.expression),
    decorators: low.decorators(node),
    members: node.members.flatMap((member) => lowerMember(low, member) ?? []),
    at: low.at(node),
  };
}

function lowerMember(low: Lowering, node: ts.ClassElement): ClassMember | null {
  const at = low.at(node);
  const isStatic = ts.canHaveModifiers(node) && hasModifier(node, ts.SyntaxKind.StaticKeyword);
  if (ts.isConstructorDeclaration(node)) {
    const value = low.functionCode(node);
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
      key: low.key(node.name),
      isStatic,
      decorators: low.decorators(node),
      type: node.type ? low.textOf(node.type) : null,
      value: low.optional(node.initializer),
      at,
    };
  }
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) {
    const kind = ts.isMethodDeclaration(node) ? 'method' : ts.isGetAccessor(node) ? 'getter' : 'setter';
    const value = low.functionCode(node);
    return {
      kind,
      key: low.key(node.name),
      isStatic,
      decorators: low.decorators(node),
      type: null,
      value,
      at,
    };
  }
  if (ts.isClassStaticBlockDeclaration(node)) {
    const value = {
      kind: 'function',
      name: null,
      params: [],
      ...low.body(() => low.statements(node.body.statements)),
      isAsync: false,
      isGenerator: false,
      isArrow: false,
      at,
    } as const;
    return { kind: 'block', key: '', isStatic: true, decorators: [], type: null, value, at };
  }
  return null;
}
