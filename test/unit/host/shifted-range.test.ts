import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shiftedRange, type TextChange } from '../../../src/host/shifted-range.js';
import { UnreadEdits } from '../../../src/host/unread-edits.js';
import { linesOf, offsetOf, positionOf, rangeOf } from '../../../src/syntax/lines.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\r\n', '#'), maxLength: 40 });
/** What stands at the range: no other text holds it. */
const marked = '<one\ntwo>';

describe('a range after what was typed since it was read', () => {
  it('covers the same text, wherever else something changes', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(fc.record({ from: fc.nat(), length: fc.nat(6), text }), { maxLength: 8 }),
        (before, after, edits) => {
          let present = before + marked + after;
          const place = rangeOf(linesOf(present), [before.length, before.length + marked.length]);
          const changes: TextChange[] = [];
          for (const edit of edits) {
            const at = present.indexOf(marked);
            const from = edit.from % (present.length + 1);
            const to = Math.min(from + edit.length, present.length);
            if ((to > at && from < at + marked.length) || splitsLineEnd(present, from, to, edit.text))
              continue;
            const lines = linesOf(present);
            changes.push({
              range: { start: positionOf(lines, from), end: positionOf(lines, to) },
              text: edit.text,
            });
            present = present.slice(0, from) + edit.text + present.slice(to);
          }
          const shifted = shiftedRange(place, changes);
          assert.ok(shifted);
          const lines = linesOf(present);
          assert.equal(present.slice(offsetOf(lines, shifted.start), offsetOf(lines, shifted.end)), marked);
        },
      ),
      { seed: 11, numRuns: 2000 },
    );
  });

  const place = { start: { line: 2, character: 4 }, end: { line: 3, character: 6 } };
  const change = (from: [number, number], to: [number, number], inserted: string): TextChange => ({
    range: { start: { line: from[0], character: from[1] }, end: { line: to[0], character: to[1] } },
    text: inserted,
  });

  it('grows and shrinks with what is typed inside, and keeps its start', () => {
    assert.deepEqual(shiftedRange(place, [change([3, 0], [3, 0], 'one\ntwo')]), {
      start: place.start,
      end: { line: 4, character: 9 },
    });
    assert.deepEqual(shiftedRange(place, [change([2, 5], [3, 2], '')]), {
      start: place.start,
      end: { line: 2, character: 9 },
    });
  });

  it('is none once its text is gone', () => {
    assert.equal(shiftedRange(place, [change([2, 0], [4, 0], '')]), null);
    assert.equal(shiftedRange(place, [change([2, 4], [3, 6], '')]), null);
  });

  it('only what the catalog has not heard of yet is asked for', () => {
    const edits = new UnreadEdits();
    const typed = [1, 2, 3].map((version) => change([version, 0], [version, 0], 'x'));
    for (const [at, one] of typed.entries()) edits.typed('/a.js', at + 1, [one]);
    assert.deepEqual(edits.of('/a.js'), typed);
    edits.read('/a.js', 2);
    assert.deepEqual(edits.of('/a.js'), typed.slice(2));
    assert.deepEqual(edits.of('/b.js'), []);
    edits.read('/a.js');
    assert.deepEqual(edits.of('/a.js'), []);
  });
});

/** An editor never puts an edit between the two characters of one line end, nor makes one of two. */
function splitsLineEnd(present: string, from: number, to: number, inserted: string): boolean {
  const result = present.slice(0, from) + inserted + present.slice(to);
  return [
    [present, from],
    [present, to],
    [result, from],
    [result, from + inserted.length],
  ].some(([one, at]) => String(one).slice(Number(at) - 1, Number(at) + 1) === '\r\n');
}
