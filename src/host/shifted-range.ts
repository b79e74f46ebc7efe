import type { Position, Range } from '../model/place.js';

/** A change of a text: what `range` held is `text` now. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/**
 * Where a range stands after these changes, each of which refers to the text that the one before it left. Null: its
 * text is gone.
 */
export function shiftedRange(range: Range, changes: readonly TextChange[]): Range | null {
  let shifted = range;
  for (const change of changes) {
    shifted = afterChange(shifted, change);
    if (!isBefore(shifted.start, shifted.end)) return null;
  }
  return shifted;
}

function afterChange(range: Range, { range: old, text }: TextChange): Range {
  if (!isBefore(old.start, range.end)) return range;
  const newEnd = endOf(old.start, text);
  const move = (position: Position): Position => moved(position, old.end, newEnd);
  if (!isBefore(range.start, old.end)) return { start: move(range.start), end: move(range.end) };
  const inside = (position: Position): Position => (isBefore(position, newEnd) ? position : newEnd);
  return {
    start: isBefore(old.start, range.start) ? inside(range.start) : range.start,
    end: isBefore(range.end, old.end) ? inside(range.end) : move(range.end),
  };
}

/** A position at or behind what was changed. */
function moved({ line, character }: Position, oldEnd: Position, newEnd: Position): Position {
  return {
    line: line + newEnd.line - oldEnd.line,
    character: line === oldEnd.line ? character + newEnd.character - oldEnd.character : character,
  };
}

function endOf(start: Position, text: string): Position {
  const lines = text.split(/\r\n|\r|\n/u);
  const last = lines.at(-1) ?? '';
  return {
    line: start.line + lines.length - 1,
    character: lines.length === 1 ? start.character + last.length : last.length,
  };
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
