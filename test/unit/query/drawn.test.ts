import assert from 'node:assert/strict';
import type { Candidate, Way } from '../../../src/query/proposing/candidate.js';
import { proposed } from '../../../src/query/proposing/best-key.js';
import { withRoom } from '../../../src/query/proposing/cheaper-set.js';
import { drawnAt } from '../../../src/query/proposing/drawn.js';
import { done } from '../../../src/model/steps.js';

function candidate(name: string, weight: number, trial: number): Candidate {
  const way: Way = { weight, trial, sorted: true, isAsOwn: false };
  return { index: proposed([[name, 1]], {}), ways: [way], isThere: false, extended: 0, isFixed: false };
}

describe('what a shape costs by the index that the planner takes', () => {
  it('is that of the shortest trial, and of others as far as theirs are near', () => {
    const [good, bad] = [candidate('a', 100, 10), candidate('b', 300, 20)];
    assert.equal(Math.round(drawnAt([good, bad], 0)), 100);
    assert.equal(drawnAt([good, candidate('c', 300, 10)], 0), 200);
    const near = (trial: number) =>
      drawnAt([candidate('d', 100, trial), candidate('c', 300, trial * 1.1)], 0);
    assert.ok(near(10) > 130 && near(10) < 160, String(near(10)));
    assert.ok(near(100) > 101 && near(100) < 110, String(near(100)));
  });

  it('is endless where none serves', () => {
    assert.equal(drawnAt([], 0), Number.POSITIVE_INFINITY);
    assert.equal(drawnAt([candidate('a', Infinity, Infinity)], 0), Number.POSITIVE_INFINITY);
  });
});

describe('room for more indexes', () => {
  const all = ['a', 'b', 'c', 'd'].map((name, at) => candidate(name, 1, at + 1));
  const cost = (chosen: readonly Candidate[]) => 100 - 10 * chosen.length;
  const names = (room: number, enough: number) =>
    done(withRoom(all.slice(0, 1), all, room, cost, enough)).map(({ index: { name } }) => name);

  it('is used until all together cost no more than is enough, or none is left', () => {
    assert.deepEqual(names(4, 95), ['a_1']);
    assert.deepEqual(names(4, 75), ['a_1', 'b_1', 'c_1']);
    assert.deepEqual(names(2, 0), ['a_1', 'b_1']);
  });

  it('is left where nothing is saved', () => {
    assert.equal(done(withRoom(all.slice(0, 1), all, 4, () => 50, 0)).length, 1);
  });
});
