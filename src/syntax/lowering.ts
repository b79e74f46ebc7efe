import ts from 'typescript';
import type { Expression, Span } from './code.js';

/** `skipTrivia` is exported by the parser but not declared. */
const { skipTrivia } = ts as unknown as { skipTrivia(text: string, from: number): number };

/** What every step of lowering needs: the text, and how to point into it. */
export class Lowering {
  constructor(readonly text: string) {}

  /** Where a node stands, without the white space and comments before it. */
  at(node: ts.Node): Span {
    return [node.pos === node.end ? node.pos : skipTrivia(this.text, node.pos), node.end];
  }

  textOf(node: ts.Node): string {
    return this.text.slice(...this.at(node));
  }

  unknown(node: ts.Node, what: string, parts: readonly Expression[] = []): Expression {
    return { kind: 'unknown', what, parts, at: this.at(node) };
  }
}

export function nameOf(node: ts.Identifier | ts.PrivateIdentifier): string {
  return ts.idText(node);
}
