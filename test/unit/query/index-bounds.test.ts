import assert from 'node:assert/strict';
import type { PlanStage } from '../../../src/model/plan.js';
import { readBounds } from '../../../src/query/plan/index-bounds.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { stagesIn } from '../../../src/query/plan/stage-tree.js';
import { answerNames, explainAnswer } from './explain-files.js';

const ascending = [['a', 1]] as const;

describe('index bounds in words', () => {
  const cases: readonly [printed: readonly string[], kind: string, text: string][] = [
    [['[7.0, 7.0]'], 'points', 'a = 7'],
    [['["x, y", "x, y"]'], 'points', 'a = "x, y"'],
    [
      ["[ObjectId('65a1b2c3d4e5f60718293a4b'), ObjectId('65a1b2c3d4e5f60718293a4b')]"],
      'points',
      'a = ObjectId("65a1b2c3d4e5f60718293a4b")',
    ],
    [['[undefined, undefined]', '[null, null]'], 'points', 'a = null'],
    [['[true, true]'], 'points', 'a = true'],
    [['[{ x: 1, y: 2 }, { x: 1, y: 2 }]'], 'points', 'a = { x: 1, y: 2 }'],
    [['[1, 1]', '[2, 2]'], 'points', 'a one of 1, 2'],
    [['[1, 1]', '[2, 2]', '[3, 3]', '[4, 4]', '[5, 5]'], 'points', 'a one of 1, 2, 3 and 2 more'],
    [['[MinKey, MaxKey]'], 'all', 'a: any value'],
    [['[nan.0, inf.0]'], 'all', 'a: any number'],
    [['["", {})'], 'all', 'a: any text'],
    [['["", {})', '[/b/, /b/]'], 'all', 'a: any text, tried against /b/'],
    [['["ab", "ac")', '[/^ab/, /^ab/]'], 'range', 'a begins with "ab"'],
    [['["ab", {})'], 'range', 'a from "ab" up'],
    [['["", "ab")'], 'range', 'a below "ab"'],
    [['[10, inf.0]'], 'range', 'a from 10 up'],
    [['(10, inf.0]'], 'range', 'a above 10'],
    [['[-inf.0, 10]'], 'range', 'a up to 10'],
    [['[10, 20)'], 'range', 'a from 10 below 20'],
    [['[new Date(1735689600000), new Date(9223372036854775807)]'], 'range', 'a from 2025-01-01 up'],
    [
      ['[new Date(1735727400000), new Date(1735813800000)]'],
      'range',
      'a from 2025-01-01T10:30:00Z up to 2025-01-02T10:30:00Z',
    ],
    [['[MinKey, "x")', '("x", MaxKey]'], 'ranges', 'a other than "x"'],
    [['[MinKey, undefined)', '(null, MaxKey]'], 'ranges', 'a other than null'],
    [['[1, 2]', '[5, 6]'], 'ranges', 'a from 1 up to 2 or from 5 up to 6'],
    [['something new'], 'other', 'a in something new'],
  ];
  for (const [printed, kind, text] of cases) {
    it(`${printed.join(' ')}: ${text}`, () => {
      const [bounds] = readBounds(ascending, { a: printed }, false);
      assert.deepEqual([bounds?.kind, bounds?.text], [kind, text]);
    });
  }

  it('reads from the low end, however the index runs and is walked', () => {
    for (const [direction, backward] of [
      [-1, false],
      [1, true],
    ] as const) {
      const [bounds] = readBounds([['a', direction]], { a: ['[inf.0, 10)'] }, backward);
      assert.equal(bounds?.text, 'a above 10');
    }
    const [several] = readBounds([['a', -1]], { a: ['[2, 2]', '[1, 1]'] }, false);
    assert.equal(several?.text, 'a one of 1, 2');
  });

  it('a count’s start and end', () => {
    const key = [
      ['a', 1],
      ['b', 1],
    ] as const;
    const bounds = {
      ...{ startKey: { a: 1, b: { $minKey: 1 } }, startKeyInclusive: true },
      ...{ endKey: { a: 1, b: { $date: '2025-01-01T00:00:00Z' } }, endKeyInclusive: false },
    };
    assert.deepEqual(
      readBounds(key, bounds, false).map(({ text }) => text),
      ['a = 1', 'b below 2025-01-01'],
    );
  });

  it('every index scan of the recorded answers has its bounds, and none in the server’s print', () => {
    let scans = 0;
    for (const name of answerNames) {
      for (const stage of stagesOf(name)) {
        if (!/^(?:IXSCAN|COUNT_SCAN|DISTINCT_SCAN)$/u.test(stage.stage)) continue;
        scans += 1;
        const { use } = stage;
        assert.ok(use, name);
        const isText = use.key.some(([, direction]) => direction === 'text');
        assert.equal(use.bounds.length, isText ? 0 : use.key.length, `${name} ${stage.index ?? ''}`);
        for (const { text } of use.bounds)
          assert.doesNotMatch(text, /MinKey|MaxKey|inf\.0|new Date|\[/u, name);
      }
    }
    assert.ok(scans > 150, String(scans));
  });

  it('tells arrays, direction and the kind of index', () => {
    const use = (name: string) => stagesOf(name).find((stage) => stage.use?.bounds.length)?.use;
    assert.deepEqual(use('default--find-multikey-array')?.multikeyPaths, ['items']);
    assert.equal(use('misc--find-hidden-index-not-used')?.direction, 'backward');
    assert.equal(use('default--find-partial-index')?.isPartial, true);
    assert.equal(use('default--find-sparse-index-exists')?.isSparse, true);
    assert.equal(use('default--find-regex-prefix')?.isUnique, true);
  });
});

function stagesOf(name: string): readonly PlanStage[] {
  return stagesIn(readPlan(explainAnswer(name)).winning);
}
