import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BSON, MongoServerError, type Db, type Document } from 'mongodb';
import { compare } from '../../src/compare/compare.js';
import type { Model } from '../../src/model/catalog.js';
import type { ComparedIndex } from '../../src/model/comparison.js';
import type { DefinedIndex, IndexSpecification } from '../../src/model/index-specification.js';
import { readDatabase } from '../../src/server/read.js';
import { filters, indexPair, projections, type IndexPair } from './index-pairs.js';
import { connected, emptyDatabase } from './test-server.js';

const runs = 500;
const seed = 20250104;
const place = { file: '/x.js', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };

describe('compare against the real server', function () {
  this.timeout(180_000);

  it('foretells what createIndexes does', async () => {
    const db = await emptyDatabase('compare_pairs');
    const pairs = await usablePairs(db, await emptyDatabase('compare_valid'));
    const comparison = compare(
      { models: pairs.map(({ defined }, at) => model(`c${at}`, [defined])), queries: [], problems: [] },
      await readDatabase(await connected(), db.databaseName),
    );
    const byCollection = new Map(comparison.collections.map((one) => [one.collection, one.indexes]));

    const wrong: string[] = [];
    const seen = new Map<string, number>();
    for (const [at, pair] of pairs.entries()) {
      const [judged] = byCollection.get(`c${at}`)!;
      const answer = await create(db, `c${at}`, pair.defined);
      if (answer !== foretold(judged!)) {
        wrong.push(`${judged!.status} (${judged!.differences.join()}), ${answer}: ${JSON.stringify(pair)}`);
      }
      seen.set(judged!.status, (seen.get(judged!.status) ?? 0) + 1);
    }
    await db.dropDatabase();
    assert.deepEqual(wrong, []);
    assert.ok(pairs.length >= 300, `only ${pairs.length} pairs were valid`);
    for (const status of ['applied', 'missing', 'different', 'hidden']) {
      assert.ok((seen.get(status) ?? 0) >= 10, `${status} came up ${seen.get(status) ?? 0} times`);
    }
  });

  for (const { option, key, values } of [
    { option: 'partialFilterExpression', key: [['a', 1]] as const, values: filters },
    { option: 'wildcardProjection', key: [['$**', 1]] as const, values: projections },
  ]) {
    it(`knows which values of ${option} are one`, async () => {
      const db = await emptyDatabase('compare_values');
      const indexes = values.map((value) => ({ key, name: 'n', options: { [option]: value } }));
      for (const [at, index] of indexes.entries()) assert.equal(await create(db, `c${at}`, index), 'created');
      const live = await readDatabase(await connected(), db.databaseName);

      const wrong: string[] = [];
      for (const index of indexes) {
        const models = indexes.map((_, at) => model(`c${at}`, [index]));
        for (const { collection, indexes: judged } of compare({ models, queries: [], problems: [] }, live)
          .collections) {
          const answer = await create(db, collection, index);
          if (answer === foretold(judged[0]!)) continue;
          const options = [judged[0]!.live!.options, index.options].map((one) => JSON.stringify(one));
          wrong.push(`${judged[0]!.status}, ${answer}: ${options.join(' and ')}`);
        }
      }
      await db.dropDatabase();
      assert.deepEqual(wrong, []);
    });
  }

  it('fills in a collation as the server does, in every locale', async () => {
    const db = await emptyDatabase('compare_locales');
    const indexes = locales.map((locale) => ({
      key: [[`f_${locale.replace(/\W/g, '_')}`, 1]] as const,
      name: locale,
      options: { collation: { locale } },
    }));
    // A collection has at most 64 indexes.
    const halves = [indexes.slice(0, 60), indexes.slice(60)];
    for (const [at, half] of halves.entries()) {
      await db.command({ createIndexes: `c${at}`, indexes: half.map(indexDocument) });
    }
    const comparison = compare(
      { models: halves.map((half, at) => model(`c${at}`, half)), queries: [], problems: [] },
      await readDatabase(await connected(), db.databaseName),
    );
    await db.dropDatabase();
    const others = comparison.collections
      .flatMap((one) => one.indexes)
      .filter(({ status }) => status !== 'applied');
    assert.deepEqual(
      others.map(({ name }) => name),
      [],
    );
    assert.equal(comparison.summary.applied, locales.length);
  });
});

/** https://www.mongodb.com/docs/manual/reference/collation-locales-defaults/ */
const locales = (
  'af sq am ar hy as az be bn bs bs_Cyrl bg my ca chr zh zh_Hant hr cs da nl dz en en_US en_US_POSIX eo et ee fo fil ' +
  'fi fr fr_CA gl ka de de_AT el gu ha haw he hi hu is ig smn id ga it ja kl kn kk km kok ko ky lkt lo lv ln lt dsb ' +
  'lb mk ms ml mt mr mn ne se nb nn om or ps fa fa_AF pl pt pa ro ru sr sr_Latn si sk sl es sw sv ta te th to tr uk ' +
  'hsb ur ug vi wae cy yi yo zu de@collation=phonebook es@collation=traditional vi@collation=traditional ' +
  'si@collation=dictionary ln@collation=phonetic sv@collation=search'
).split(' ');

/** What each status promises; `hidden` differing alone is ignored by the server. */
function foretold({ status, differences }: ComparedIndex): string {
  if (status === 'missing') return 'created';
  return status === 'different' && differences.join() !== 'hidden' ? 'refused' : 'nothing to do';
}

/** Pairs whose indexes are each valid alone, with the live ones created. */
async function usablePairs(db: Db, scratch: Db): Promise<IndexPair[]> {
  const usable: IndexPair[] = [];
  const valid = new Map<string, boolean>();
  for (const { live, defined } of fc.sample(indexPair, { numRuns: runs, seed })) {
    const text = JSON.stringify(defined);
    if (!valid.has(text)) {
      valid.set(text, (await create(scratch, `v${valid.size}`, defined)) === 'created');
    }
    if (valid.get(text) !== true) continue;
    const collection = `c${usable.length}`;
    const created: IndexSpecification[] = [];
    for (const index of live) {
      if ((await create(db, collection, index)) === 'created') created.push(index);
    }
    if (created.length > 0) usable.push({ live: created, defined });
  }
  await scratch.dropDatabase();
  return usable;
}

async function create(db: Db, collection: string, index: IndexSpecification): Promise<string> {
  const { key, name, options } = index;
  const specification = {
    key: Object.fromEntries(key),
    name,
    ...(BSON.EJSON.deserialize(options) as Document),
  };
  try {
    const reply = await db.command({ createIndexes: collection, indexes: [specification] });
    return reply.numIndexesBefore === reply.numIndexesAfter ? 'nothing to do' : 'created';
  } catch (error) {
    assert.ok(error instanceof MongoServerError, String(error));
    if ([85, 86].includes(Number(error.code)) || error.message.startsWith('only one text index'))
      return 'refused';
    return `failed: ${error.message}`;
  }
}

function indexDocument({ key, name, options }: IndexSpecification): Document {
  return { key: Object.fromEntries(key), name, ...(BSON.EJSON.deserialize(options) as Document) };
}

function model(collection: string, indexes: readonly IndexSpecification[]): Model {
  return {
    model: collection,
    collection,
    place,
    schemaPlace: null,
    complete: true,
    autoIndex: null,
    problems: [],
    indexes: indexes.map((index): DefinedIndex => ({ ...index, named: true, origin: 'schema.index', place })),
    paths: null,
  };
}
