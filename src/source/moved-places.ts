import type { Range } from '../model/place.js';
import { linesOf, offsetOf, positionOf } from '../syntax/lines.js';
import { changeOf, type TextChange } from '../syntax/text-change.js';

/**
 * Where the places of a text stand after it was edited. A place keeps its end where text is typed at it, and grows with
 * what is typed inside; one whose whole text is gone becomes empty.
 */
export function movedPlaces(before: string, after: string): (range: Range) => Range {
  const change = fromLineStart(changeOf(before, after), before, after);
  const [oldLines, newLines] = [linesOf(before), linesOf(after)];
  const at = (offset: number): Range['start'] => positionOf(newLines, offset);
  return (range) => {
    const start = offsetOf(oldLines, range.start);
    const end = offsetOf(oldLines, range.end);
    if (end <= change.start) return range;
    const [from, to] = movedSpan(start, end, change, before, after);
    return { start: at(from), end: at(to) };
  };
}

function movedSpan(
  start: number,
  end: number,
  change: TextChange,
  before: string,
  after: string,
): readonly [start: number, end: number] {
  const shift = change.newEnd - change.oldEnd;
  if (start >= change.oldEnd) return [start + shift, end + shift];
  if (start >= change.start && end <= change.oldEnd) {
    // Several edits at once are one change that holds all between them: most of it is there as it was.
    const text = before.slice(start, end);
    const found = after.indexOf(text, change.start);
    const isThere = found !== -1 && found + text.length <= change.newEnd;
    const next = isThere ? after.indexOf(text, found + 1) : -1;
    if (isThere && (next === -1 || next + text.length > change.newEnd)) return [found, found + text.length];
  }
  const inside = (offset: number): number => Math.min(offset, change.newEnd);
  return [start <= change.start ? start : inside(start), end >= change.oldEnd ? end + shift : inside(end)];
}

/** A line that begins as the next one does was put in as a line, not into the middle of the next one. */
function fromLineStart(change: TextChange, before: string, after: string): TextChange {
  if (change.start !== change.oldEnd && change.start !== change.newEnd) return change;
  const longer = change.start === change.oldEnd ? after : before;
  const end = Math.max(change.oldEnd, change.newEnd);
  for (let by = 0; by <= change.start; by += 1) {
    if (by === change.start || longer[change.start - by - 1] === '\n')
      return { start: change.start - by, oldEnd: change.oldEnd - by, newEnd: change.newEnd - by };
    if (longer[change.start - by - 1] !== longer[end - by - 1]) return change;
  }
  return change;
}
