import assert from 'node:assert/strict';
import type { Json } from '../../src/model/json.js';
import { typedValue } from '../../src/server/typed-value.js';
import { rejectsWith } from './user-errors.js';

describe('a value that a user types', () => {
  const values: readonly (readonly [text: string, value: Json])[] = [
    ['42', 42],
    ['-1.5', -1.5],
    ['"text"', 'text'],
    ["'text'", 'text'],
    ["''", ''],
    ['null', null],
    ['[1, "a", Long("7")]', [1, 'a', { $numberLong: '7' }]],
    ['{a: {$gte: NumberLong(5)}}', { a: { $gte: { $numberLong: '5' } } }],
    ['ObjectId("650000000000000000000001")', { $oid: '650000000000000000000001' }],
    ['{"$oid": "650000000000000000000001"}', { $oid: '650000000000000000000001' }],
    ['ISODate("2026-01-31")', { $date: '2026-01-31T00:00:00Z' }],
    ['/^a/i', { $regularExpression: { pattern: '^a', options: 'i' } }],
  ];
  for (const [text, value] of values) {
    it(text, async () => {
      assert.deepEqual(await typedValue(text), value);
    });
  }

  for (const text of [
    '',
    '  ',
    'text',
    '{a:',
    '"a" "b"',
    'process.exit(1)',
    'ObjectId("zz")',
    'new Date("x")',
    '{"$oid":"1"}',
  ]) {
    it(`no value: ${text || 'nothing'}`, () => rejectsWith('usage', typedValue(text), /\.$/u));
  }
});
