import type { FileCode, Span } from '../../syntax/code.js';
import { offsetOf } from '../../syntax/lines.js';
import type { Range } from '../../model/place.js';
import { summarise } from '../file-summary.js';
import { styleOf, type CodeStyle } from './code-style.js';

/** A stretch of a text and what is to stand there. */
export type Splice = readonly [at: Span, text: string];

/** A file that is to be edited: its text, its code, and how it is written. */
export class EditedFile {
  readonly code: FileCode;
  readonly style: CodeStyle;

  constructor(
    readonly file: string,
    readonly text: string,
  ) {
    this.code = summarise(file, text, 'defines').code;
    this.style = styleOf(text);
  }

  spanOf({ start, end }: Range): Span {
    return [offsetOf(this.code.lines, start), offsetOf(this.code.lines, end)];
  }

  slice([start, end]: Span): string {
    return this.text.slice(start, end);
  }

  /** The text with these splices, which do not overlap. */
  spliced(splices: readonly Splice[]): string {
    return [...splices]
      .sort(([a], [b]) => b[0] - a[0])
      .reduce((text, [[start, end], put]) => text.slice(0, start) + put + text.slice(end), this.text);
  }

  lineStart(offset: number): number {
    return Math.max(this.text.lastIndexOf('\n', offset - 1), this.text.lastIndexOf('\r', offset - 1)) + 1;
  }

  /** Before the line's end. */
  lineEnd(offset: number): number {
    const found = this.text.slice(offset).search(/\r|\n/);
    return found === -1 ? this.text.length : offset + found;
  }

  /** White space at the start of the line. */
  indentAt(offset: number): string {
    return /^[ \t]*/.exec(this.text.slice(this.lineStart(offset)))?.[0] ?? '';
  }

  /** Behind the end of the line. */
  nextLine(offset: number): number {
    const end = this.lineEnd(offset);
    return end + (/^(?:\r\n|\r|\n)/.exec(this.text.slice(end))?.[0].length ?? 0);
  }
}
