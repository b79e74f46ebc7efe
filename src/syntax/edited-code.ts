import ts from 'typescript';
import type { FileCode, Span } from './code.js';
import { listsAround, topStatements, type Item, type ItemList, type TopStatement } from './item-lists.js';
import { linesOf } from './lines.js';
import { Lowering, type Marking } from './lowering.js';
import { sourceOf, steps, syntaxErrorsOf, type Language } from './parse.js';
import { changeOf, type TextChange } from './text-change.js';

/** A text without syntax errors, as it was last read. */
interface Good {
  readonly text: string;
  readonly statements: TopStatement[];
  readonly isModule: boolean;
  /** All of those in the code, and of what an edit took out of it since. */
  readonly spans: Span[];
  /** How many spans the text had when the whole of it was read. */
  readonly size: number;
}

/** Items of a list, and the text that holds them. */
interface Part {
  readonly first: number;
  readonly end: number;
  readonly at: Span;
}

/**
 * The code of a text that is being edited: what `parse` gives for the same text, but what an edit left as it was is not
 * parsed again.
 *
 * The parser decides from left to right. A part of a list that begins where an item may begin, parses without an error
 * by itself, and is over where the next item begins, leaves the parser as it found it: it reads the rest as before.
 */
export class EditedCode {
  #good: Good | null = null;

  constructor(
    readonly language: Language,
    readonly marking: Marking,
  ) {}

  /** Reads the text as it is now. The code that was given before becomes part of it, and may not be used any more. */
  read(text: string): FileCode {
    const edited = this.#good && this.#edit(this.#good, text);
    if (!edited) return this.#parse(text);
    this.#good = edited;
    return codeOf(edited);
  }

  #parse(text: string): FileCode {
    const source = sourceOf(text, this.language);
    const spans: Span[] = [];
    const low = new Lowering(text, steps, this.marking, 0, spans);
    const statements = topStatements(low, source.statements);
    const isModule = ts.isExternalModule(source);
    const good = { text, statements, isModule, spans, size: spans.length };
    const syntaxErrors = syntaxErrorsOf(source);
    if (syntaxErrors.length === 0) this.#good = good;
    return { ...codeOf(good), syntaxErrors };
  }

  /** Null: the whole text has to be read. */
  #edit(good: Good, text: string): Good | null {
    if (text === good.text) return good;
    if (good.spans.length > 2 * good.size + 1_000) return null;
    const change = changeOf(good.text, text);
    for (const list of listsAround(good.statements, good.text.length, change)) {
      const part = partOf(list, change, good.text);
      const spans: Span[] = [];
      const items = part && this.#readPart(good, list, part, change, text, spans);
      if (!items) continue;
      move(good.spans, change);
      list.items.splice(part.first, part.end - part.first, ...items);
      return { ...good, text, spans: good.spans.concat(spans) };
    }
    return null;
  }

  #readPart(
    { isModule, text: before }: Good,
    { kind, items }: ItemList,
    { at: [from, to], end }: Part,
    { oldEnd, newEnd }: TextChange,
    after: string,
    spans: Span[],
  ): readonly Item[] | null {
    const own = after.slice(from, to + newEnd - oldEnd);
    // Whether a file is a module decides what `await` is outside of functions.
    const binds = /\b(?:import|export)\b/;
    const isTop = kind.after === '';
    if (isTop && /\bawait\b/.test(after) && (binds.test(own) || binds.test(before.slice(from, to))))
      return null;
    const isLast = end === items.length;
    // What begins with `#!` is read otherwise at the start of a text.
    const head = isModule ? 'export {};' : ' ';
    const text = `${head}${kind.before}${own}${isLast ? '' : kind.mark}${kind.after}`;
    const source = sourceOf(text, this.language);
    if (syntaxErrorsOf(source).length > 0) return null;
    const low = new Lowering(text, steps, this.marking, from - head.length - kind.before.length, spans);
    return kind.read(isModule ? source.statements.slice(1) : source.statements, low, isLast);
  }
}

function codeOf({ text, statements }: Pick<Good, 'text' | 'statements'>): FileCode {
  return { statements: statements.flatMap(({ code }) => code), lines: linesOf(text), syntaxErrors: [] };
}

/** The part of a list that a change reaches: what it touches, and the item before that may go on there. */
function partOf({ kind, items, inside }: ItemList, change: TextChange, text: string): Part | null {
  if (change.start < inside[0] || change.oldEnd > inside[1]) return null;
  let first = items.findIndex(({ at }) => at[1] >= change.start);
  if (first === -1) first = items.length;
  let end = first;
  while (end < items.length && (items[end]?.at[0] ?? Infinity) <= change.oldEnd) end += 1;
  const to = items[end]?.at[0] ?? inside[1];
  const before = items[first - 1];
  if (!before) return { first, end, at: [inside[0], to] };
  const [, last] = before.at;
  if (kind.end === ';' && text[last - 1] === ';') return { first, end, at: [last, to] };
  const comma = kind.end === ',' ? commaAfter(text, last) : -1;
  if (comma !== -1 && comma < change.start) return { first, end, at: [comma + 1, to] };
  return { first: first - 1, end, at: [before.at[0], to] };
}

/** Where the comma after an item stands that has no comment before it; -1: there is none. */
function commaAfter(text: string, from: number): number {
  const at = text.slice(from).search(/\S/) + from;
  return text[at] === ',' ? at : -1;
}

/** Moves spans that a change leaves as they are, and those around it. */
function move(spans: readonly Span[], { oldEnd, newEnd }: TextChange): void {
  const by = newEnd - oldEnd;
  for (const span of spans as [number, number][]) {
    if (span[1] <= oldEnd) continue;
    span[1] += by;
    if (span[0] > oldEnd) span[0] += by;
  }
}
