import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import type { IndexOptions, KeyPattern } from '../../../src/model/index-specification.js';
import type { CollectionFacts, JudgedIndex } from '../../../src/model/judgement.js';
import type { Json } from '../../../src/model/json.js';
import { judge } from '../../../src/query/judging/judge.js';
import { site } from './sites.js';

const facts: CollectionFacts = { paths: [], documents: 1000 };
const docs = readFileSync(path.join(import.meta.dirname, '../../../docs/judging.md'), 'utf8');
const examples = Array.from(docs.matchAll(/^ *(\{.*\S) +find (\{.*\}) +(COLLSCAN|IXSCAN|IDHACK)(.*)$/gmu));

const read = (text: string) => vm.runInNewContext(`(${text})`) as Record<string, Json>;

/** `{ a: 1 } partial { b: 1 }` */
function indexOf(text: string): JudgedIndex {
  const [, key = '', word = '', filter] = /^(\{[^}]*\}) *(\w*) *(.*)$/u.exec(text.trim()) ?? [];
  const options: Readonly<Record<string, IndexOptions>> = {
    partial: filter ? { partialFilterExpression: read(filter) } : {},
    sparse: { sparse: true },
    collated: { collation: { locale: 'en', strength: 2 } },
  };
  const pattern = Object.entries(read(key)) as unknown as KeyPattern;
  return {
    key: pattern,
    options: options[word] ?? {},
    name: pattern.flat().join('_'),
    isHidden: word === 'hidden',
  };
}

describe('docs/judging.md', () => {
  it('has examples', () => {
    assert.ok(examples.length >= 25, `${examples.length} examples`);
  });

  for (const [line, indexes = '', query = '', plan, rest = ''] of examples) {
    it(line.trim().replace(/ +/gu, ' '), () => {
      const [filter = '', sort, project] = query.split(/ (?:sort|project) /u);
      const more = query.includes(' project ')
        ? { projection: read(sort ?? '{}') }
        : sort
          ? { sort: read(sort) }
          : {};
      assert.equal(project, undefined);
      const judgement = judge(site('find', read(filter), more), indexes.split(';').map(indexOf), facts);
      const words = rest.split(' ').filter(Boolean);
      const names = words.filter((word) => !/^[A-Z]+$/u.test(word));
      assert.equal(judgement.plan, plan);
      assert.deepEqual([...judgement.servedBy].sort(), names.sort());
      assert.equal(judgement.sortInMemory, words.includes('SORT'));
      assert.equal(judgement.covered, words.includes('COVERED'));
    });
  }
});
