import ts from 'typescript';
import type { ClassCode, Expression, FunctionCode, Key, Pattern, Span, Statement } from './code.js';

const { skipTrivia } = ts as unknown as {
  /** Exported by the parser, but not declared. */
  readonly skipTrivia: (text: string, from: number) => number;
};

/** Nodes that are functions at run time. */
export type FunctionNode =
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export interface Modified {
  readonly modifiers?: readonly ts.ModifierLike[] | undefined;
}

/** How each kind of node becomes code. The kinds hold one another, so each step reaches the others through this. */
export interface Steps {
  expression(low: Lowering, node: ts.Expression): Expression;
  key(low: Lowering, name: ts.PropertyName): Key;
  statements(low: Lowering, nodes: readonly ts.Statement[]): Statement[];
  functionCode(low: Lowering, node: FunctionNode): FunctionCode & { readonly at: Span };
  classCode(low: Lowering, node: ts.ClassLikeDeclaration): ClassCode & { readonly at: Span };
  bindingName(low: Lowering, node: ts.BindingName): Pattern;
  target(low: Lowering, node: ts.Expression): Pattern;
}

/** What a reader of the code wants to know of a call by a name, `b` in `a.b(…)`, without a walk of its own: bits. */
export type Marking = (name: string, callee: 'name' | 'member', first: Expression | undefined) => number;

/** One text on its way from the parser's tree to the neutral view. */
export class Lowering {
  /** Those of the calls that were met so far in the function that is being read. */
  #marks = 0;

  /** `start`: where the text begins in the file. `spans`: where to list all spans that are made; null: nowhere. */
  constructor(
    readonly text: string,
    readonly steps: Steps,
    readonly marking: Marking,
    readonly start = 0,
    readonly spans: Span[] | null = null,
  ) {}

  /** To be told of every call. */
  mark(callee: Expression, first: Expression | undefined): void {
    if (callee.kind === 'name') this.#marks |= this.marking(callee.name, 'name', first);
    else if (callee.kind === 'member') this.#marks |= this.marking(callee.key, 'member', first);
  }

  /** Reads the body of a function: what it holds, and the marks of the calls in it. */
  body(read: () => FunctionCode['body']): Pick<FunctionCode, 'body' | 'marks'> {
    const outer = this.#marks;
    this.#marks = 0;
    const body = read();
    const marks = this.#marks;
    this.#marks |= outer;
    return { body, marks };
  }

  /** Where a node stands, without the white space and comments before it. */
  at(node: ts.Node): Span {
    const start = node.pos === node.end ? node.pos : skipTrivia(this.text, node.pos);
    const span: Span = [this.start + start, this.start + node.end];
    this.spans?.push(span);
    return span;
  }

  textOf(node: ts.Node): string {
    return this.text.slice(skipTrivia(this.text, node.pos), node.end);
  }

  unknown(node: ts.Node, what: string, parts: readonly Expression[] = []): Expression {
    return { kind: 'unknown', what, parts, at: this.at(node) };
  }

  expression(node: ts.Expression): Expression {
    return this.steps.expression(this, node);
  }

  optional(node: ts.Expression | undefined): Expression | null {
    return node ? this.expression(node) : null;
  }

  key(name: ts.PropertyName): Key {
    return this.steps.key(this, name);
  }

  statements(nodes: readonly ts.Statement[]): Statement[] {
    return this.steps.statements(this, nodes);
  }

  functionCode(node: FunctionNode): FunctionCode & { readonly at: Span } {
    return this.steps.functionCode(this, node);
  }

  classCode(node: ts.ClassLikeDeclaration): ClassCode & { readonly at: Span } {
    return this.steps.classCode(this, node);
  }

  bindingName(node: ts.BindingName): Pattern {
    return this.steps.bindingName(this, node);
  }

  target(node: ts.Expression): Pattern {
    return this.steps.target(this, node);
  }

  decorators(node: Modified): Expression[] {
    return (node.modifiers ?? []).filter(ts.isDecorator).map(({ expression }) => this.expression(expression));
  }
}

export function nameOf(node: ts.Identifier | ts.PrivateIdentifier): string {
  return ts.idText(node);
}

export function hasModifier(node: Modified, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
