import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Catalog, Model } from '../../../src/model/catalog.js';
import type { QuerySite } from '../../../src/model/query.js';
import { CatalogSender, CatalogTaker } from '../../../src/workspace/sent-catalog.js';
import { model } from '../compare/samples.js';
import { site } from '../query/sites.js';

const models = Array.from({ length: 120 }, (_, at): Model => model([], { model: `M${at}` }));
const queries = Array.from({ length: 400 }, (_, at): QuerySite => ({ ...site('find', {}), model: `M${at}` }));
const catalogs = fc
  .tuple(fc.shuffledSubarray(models), fc.shuffledSubarray(queries))
  .map(([some, asked]): Catalog => ({ models: some, queries: asked, problems: [] }));

describe('catalogs sent from thread to thread', () => {
  it('are the same on the other side, and what stayed is the very same there', () => {
    fc.assert(
      fc.property(fc.array(catalogs, { minLength: 2, maxLength: 5 }), (sequence) => {
        const [sender, taker] = [new CatalogSender(), new CatalogTaker()];
        const copies = new Map<object, object>();
        for (const catalog of sequence) {
          const there = send(sender, taker, catalog).catalog;
          assert.deepEqual(there, catalog);
          const pairs = [
            ...pairsOf(catalog.models, there.models),
            ...pairsOf(catalog.queries, there.queries),
          ];
          for (const [here, copy] of pairs) assert.equal(copy, copies.get(here) ?? copy);
          copies.clear();
          for (const [here, copy] of pairs) copies.set(here, copy);
        }
      }),
      { seed: 5, numRuns: 25 },
    );
  });

  it('come little at a time, and after an edit only what it changed', () => {
    const [sender, taker] = [new CatalogSender(), new CatalogTaker()];
    const catalog: Catalog = { models, queries, problems: [] };
    const { sizes } = send(sender, taker, catalog);
    assert.ok(sizes.length > 3 && Math.max(...sizes) < 200, `parcels of ${sizes.join(', ')}`);
    assert.equal(
      sizes.reduce((sum, one) => sum + one, 0),
      models.length + queries.length,
    );
    const edited = {
      models: models.with(3, { ...models[3]!, stale: true }),
      queries: queries.with(5, { ...queries[5]!, inLoop: true }),
      problems: [],
    };
    assert.deepEqual(send(sender, taker, edited).sizes, [1, 1]);
  });
});

function pairsOf(here: readonly object[], there: readonly object[]): (readonly [object, object])[] {
  return here.map((one, at) => [one, there[at]!]);
}

/** The other side has copies of its own. */
function send(
  sender: CatalogSender,
  taker: CatalogTaker,
  catalog: Catalog,
): { readonly catalog: Catalog; readonly sizes: readonly number[] } {
  const { parcels, catalog: sent } = sender.pack(catalog);
  const sizes: number[] = [];
  for (const one of parcels) {
    taker.take(structuredClone(one));
    sizes.push(one.numbers.length);
  }
  return { catalog: taker.unpack(structuredClone(sent)), sizes };
}
