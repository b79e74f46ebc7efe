import assert from 'node:assert/strict';
import { usageOf } from '../../../src/server/index-stats.js';

const early = new Date('2026-01-01T00:00:00Z');
const late = new Date('2026-02-01T00:00:00Z');

/** A row of `$indexStats`; with a shard, as a cluster's router answers (MongoDB's manual, `$indexStats`). */
function row(host: string, ops: number, since = early, shard?: string) {
  return { name: 'x_1', key: { x: 1 }, host, accesses: { ops, since }, ...(shard ? { shard } : {}) };
}

describe('the usage of an index', () => {
  it('of a set: summed, since the latest start, hosts named as the set names them', () => {
    const answers = [
      { host: 'a:1', rows: [row('inner-a:27017', 2)] },
      { host: 'b:1', rows: [row('inner-b:27017', 3, late)] },
    ];
    assert.deepEqual(usageOf('x_1', { answers, shards: null }), {
      ops: 5,
      since: late.toISOString(),
      hosts: ['a:1', 'b:1'],
      unreached: [],
    });
  });

  it('of a member that did not answer, or has not the index yet: named', () => {
    const answers = [
      { host: 'a:1', rows: [row('inner-a:27017', 0)] },
      { host: 'b:1', rows: [] },
    ];
    assert.deepEqual(usageOf('x_1', { answers, shards: null })?.unreached, ['b:1']);
  });

  it('that nobody counts is not known', () => {
    assert.equal(usageOf('x_1', { answers: [{ host: 'a:1', rows: [] }], shards: null }), null);
  });

  it('of a cluster: summed over shards; of each shard one member was asked', () => {
    const rows = [row('s0a:1', 2, early, 's0'), row('s1a:1', 3, late, 's1'), row('s2a:1', 4, early, 's2')];
    const shards = new Map([
      ['s0', ['s0a:1', 's0b:1']],
      ['s1', ['s1a:1']],
      ['s2', ['other-name-a:1', 'other-name-b:1']],
    ]);
    assert.deepEqual(usageOf('x_1', { answers: [{ host: 'router:1', rows }], shards }), {
      ops: 9,
      since: late.toISOString(),
      hosts: ['s0a:1', 's1a:1', 's2a:1'],
      unreached: ['s0b:1', 'other members of shard s2'],
    });
    const hidden = usageOf('x_1', { answers: [{ host: 'router:1', rows: rows.slice(1, 2) }], shards: null });
    assert.deepEqual(hidden?.unreached, ['other members of shard s1']);
  });
});
