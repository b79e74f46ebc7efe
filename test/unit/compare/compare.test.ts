import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compare } from '../../../src/compare/compare.js';
import { planEnsure } from '../../../src/compare/ensure-plan.js';
import { planSync } from '../../../src/compare/sync-plan.js';
import type { ComparedCollection } from '../../../src/model/comparison.js';
import type { IndexSpecification } from '../../../src/model/index-specification.js';
import { indexPair } from '../../server/index-pairs.js';
import { catalog, collection, database, defined, idIndex, live, model, place } from './samples.js';

describe('compare', () => {
  it('gives each index its status, the code first in its order', () => {
    const comparison = compare(
      catalog(
        model([
          defined({ b: 1 }),
          defined({ a: 1 }),
          defined({ c: 1 }, { unique: true }),
          defined({ d: 1 }),
          defined({ e: 1 }),
        ]),
      ),
      database(
        collection([
          live({ a: 1 }),
          live({ c: 1 }),
          live({ d: 1 }, {}, { building: { percent: 40, phase: null } }),
          live({ e: 1 }, {}, { hidden: true }),
          live({ z: 1 }),
        ]),
      ),
    );
    assert.deepEqual(words(comparison.collections[0]!), [
      'b_1 missing',
      'a_1 applied',
      'c_1 different unique',
      'd_1 building',
      'e_1 hidden',
      'z_1 extra',
    ]);
    assert.deepEqual(comparison.summary, {
      applied: 1,
      missing: 1,
      different: 1,
      extra: 1,
      building: 1,
      hidden: 1,
    });
    assert.equal(comparison.collections[0]!.idIndex, idIndex);
  });

  it('calls nothing missing where the indexes may not be listed', () => {
    const unread = { ...database(), unlisted: ['contacts'] };
    const comparison = compare(catalog(model([defined({ a: 1 })])), unread);
    const [contacts] = comparison.collections;
    assert.deepEqual([contacts!.exists, contacts!.complete, contacts!.indexes], [true, false, []]);
    assert.equal(comparison.summary.missing, 0);
    assert.deepEqual(
      planEnsure(comparison).collections.flatMap(({ create }) => create),
      [],
    );
  });

  it('finds every index applied when the server has just what the code says', () => {
    fc.assert(
      fc.property(indexPair, ({ defined: index }) => {
        const { name, options } = index;
        const [compared] = compare(
          catalog(model([{ ...defined({}), ...index }])),
          database(collection([{ ...live({}), ...index, name, hidden: options.hidden === true }])),
        ).collections;
        assert.deepEqual(words(compared!), [`${name} applied`]);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('never calls an index extra in a collection that was not read to the end', () => {
    fc.assert(
      fc.property(indexPair, fc.boolean(), ({ live: indexes, defined: index }, homeless) => {
        const incomplete = model([{ ...defined({}), ...index }], { complete: false });
        const comparison = compare(
          catalog(homeless ? { ...incomplete, collection: null } : incomplete),
          database(collection(indexes.map(asLive))),
        );
        assert.equal(comparison.summary.extra, 0);
        const { indexes: judged, unjudged } = comparison.collections[0]!;
        const shown = new Set([...judged.map((one) => one.live?.name), ...unjudged.map(({ name }) => name)]);
        for (const { name } of indexes) assert.ok(shown.has(name), `${name} is lost`);
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('never calls an index extra while a file or folder was not read to its end; a file without text hides nothing', () => {
    const extraWith = (code: string) => {
      const read = { ...catalog(model([])), problems: [{ code, message: '…', place: place() }] };
      const comparison = compare(read, database(collection([live({ a: 1 })]), collection([live({ a: 1 })], { collection: 'other' }))); // prettier-ignore
      const { incomplete, drop } = planSync(comparison);
      return [comparison.summary.extra, incomplete.length, drop.length];
    };
    for (const code of ['unreadable', 'syntax-error', 'too-much-work'])
      assert.deepEqual(extraWith(code), [0, 1, 0], code);
    assert.deepEqual(extraWith('no-text'), [2, 0, 1]);
  });

  it('does not call extra what a model of unknown collection defines, and judges the rest', () => {
    const homeless = model([defined({ a: 1 })], { collection: null });
    const [compared] = compare(
      catalog(homeless),
      database(collection([live({ a: 1 }), live({ b: 1 })])),
    ).collections;
    assert.deepEqual(words(compared!), ['b_1 extra']);
    assert.deepEqual(
      compared!.unjudged.map(({ name }) => name),
      ['a_1'],
    );
  });

  it('counts the definitions of all models on one collection, and each once', () => {
    const person = model([defined({ a: 1 }), defined({ b: 1 })], { model: 'Person' });
    const guest = model([defined({ a: 1 }), defined({ c: 1 })], { model: 'Guest' });
    const [compared] = compare(
      catalog(person, guest),
      database(collection([live({ a: 1 }), live({ c: 1 })])),
    ).collections;
    assert.deepEqual(compared!.models, ['Person', 'Guest']);
    assert.deepEqual(words(compared!), ['a_1 applied', 'b_1 missing', 'c_1 applied']);
  });

  it('knows a collection that is not there yet, and one that no model defines', () => {
    const comparison = compare(
      catalog(model([defined({ a: 1 })])),
      database(collection([live({ a: 1 })], { collection: 'zebras' })),
    );
    const [contacts, zebras] = comparison.collections;
    assert.equal(contacts!.exists, false);
    assert.equal(contacts!.documents, 0);
    assert.deepEqual(words(contacts!), ['a_1 missing']);
    assert.deepEqual(zebras!.models, []);
    assert.deepEqual(words(zebras!), ['a_1 extra']);
  });

  it('leaves a definition on _id out: the server has that index anyway', () => {
    const [compared] = compare(catalog(model([defined({ _id: 1 })])), database(collection([]))).collections;
    assert.deepEqual(compared!.indexes, []);
  });

  it('takes the default collation of the collection from its index on _id', () => {
    const french = { collation: { locale: 'fr' } };
    const id = { ...idIndex, options: french };
    const [compared] = compare(
      catalog(model([defined({ a: 1 }), defined({ b: 1 })])),
      database(collection([], { indexes: [id, live({ a: 1 }, french), live({ b: 1 })] })),
    ).collections;
    assert.deepEqual(words(compared!), ['a_1 applied', 'b_1 different collation']);
  });

  it('says that a view has no indexes instead of calling them missing', () => {
    const comparison = compare(
      catalog(model([defined({ a: 1 })])),
      database(collection([], { kind: 'view', indexes: [] })),
    );
    assert.equal(comparison.summary.missing, 0);
    assert.deepEqual(
      comparison.problems.map(({ code, place }) => [code, place]),
      [['view', place(30)]],
    );
  });

  it('does not judge what a time-series collection has beside the code', () => {
    const series = collection([live({ a: 1 })], {
      kind: 'timeseries',
      indexes: [live({ a: 1 }), live({ m: 1, t: 1 })],
    });
    const [compared] = compare(catalog(model([defined({ a: 1 })])), database(series)).collections;
    assert.deepEqual(words(compared!), ['a_1 applied']);
    assert.deepEqual(
      compared!.unjudged.map(({ name }) => name),
      ['m_1_t_1'],
    );
  });

  it('pairs a renamed index with its definition, so that it is not called extra', () => {
    const [compared] = compare(
      catalog(model([defined({ a: 1 }, {}, 'mine')])),
      database(collection([live({ a: 1 })])),
    ).collections;
    assert.deepEqual(words(compared!), ['mine different name']);
  });
});

function asLive(index: IndexSpecification) {
  return { ...live({}), ...index, hidden: index.options.hidden === true };
}

function words({ indexes }: ComparedCollection): string[] {
  return indexes.map(({ name, status, differences }) => [name, status, ...differences].join(' '));
}
