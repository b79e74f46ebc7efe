import type { FileEdit, TextEdit } from '../../model/source-edit.js';
import { linesOf, positionOf } from '../../syntax/lines.js';

/** What makes one text of another: whole lines, as few as possible. */
export function fileEdit(file: string, before: string, after: string): FileEdit {
  const [old, now] = [linesIn(before), linesIn(after)];
  const offsets = linesOf(before);
  const edits: TextEdit[] = [];
  let [from, offset] = [0, 0];
  let text = '';
  let end = 0;
  const close = (): void => {
    if (end > from || text !== '')
      edits.push({ range: { start: positionOf(offsets, from), end: positionOf(offsets, end) }, text });
  };
  for (const step of steps(old, now)) {
    if (step.kind === 'same') {
      close();
      offset += step.line.length;
      [from, end, text] = [offset, offset, ''];
    } else if (step.kind === 'gone') {
      offset += step.line.length;
      end = offset;
    } else text += step.line;
  }
  close();
  return { file, edits };
}

/** With their ends. */
function linesIn(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

interface LineStep {
  readonly kind: 'same' | 'gone' | 'new';
  readonly line: string;
}

/** By the longest common subsequence of what lies between the lines that both begin and end with. */
function steps(old: readonly string[], now: readonly string[]): LineStep[] {
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const middle = between(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const same = (line: string): LineStep => ({ kind: 'same', line });
  return [...old.slice(0, head).map(same), ...middle, ...old.slice(old.length - tail).map(same)];
}

function between(old: readonly string[], now: readonly string[]): LineStep[] {
  const length = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (a: number, b: number): number => length[a]?.[b] ?? 0;
  for (let a = old.length - 1; a >= 0; a -= 1)
    for (let b = now.length - 1; b >= 0; b -= 1)
      (length[a] ?? [])[b] = old[a] === now[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
  const found: LineStep[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    const [gone, fresh] = [old[a], now[b]];
    if (gone !== undefined && gone === fresh) {
      found.push({ kind: 'same', line: gone });
      a += 1;
      b += 1;
    } else if (gone !== undefined && (fresh === undefined || at(a + 1, b) >= at(a, b + 1))) {
      found.push({ kind: 'gone', line: gone });
      a += 1;
    } else if (fresh !== undefined) {
      found.push({ kind: 'new', line: fresh });
      b += 1;
    }
  }
  return found;
}
