import type { Position, Range } from '../model/place.js';
import type { Span } from './code.js';

/** Offset of each line's first character. Line ends as in VS Code: LF, CRLF, CR. */
export function linesOf(text: string): number[] {
  const lines = [0];
  // An engine finds one character much faster than it looks at each.
  if (!text.includes('\r')) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
    return lines;
  }
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) lines.push(offset + 1);
  }
  return lines;
}

export function positionOf(lines: readonly number[], offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lines[low] ?? 0) };
}

export function rangeOf(lines: readonly number[], [start, end]: Span): Range {
  return { start: positionOf(lines, start), end: positionOf(lines, end) };
}

/** The offset of a position; a line that does not exist counts as the end. */
export function offsetOf(lines: readonly number[], { line, character }: Position): number {
  return (lines[Math.min(line, lines.length - 1)] ?? 0) + character;
}
