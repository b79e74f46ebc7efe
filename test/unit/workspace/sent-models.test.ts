import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Catalog, Model } from '../../../src/model/catalog.js';
import { ModelSender, ModelTaker } from '../../../src/workspace/sent-models.js';
import { model } from '../compare/samples.js';

const models = Array.from({ length: 120 }, (_, at): Model => model([], { model: `M${at}` }));
const catalogs = fc
  .shuffledSubarray(models)
  .map((chosen) => ({ models: chosen, problems: [{ code: 'x', message: String(chosen.length) }] }));

describe('catalogs sent from thread to thread', () => {
  it('are the same on the other side, and what stayed is the very same there', () => {
    fc.assert(
      fc.property(fc.array(catalogs, { minLength: 2, maxLength: 5 }), (sequence) => {
        const [sender, taker] = [new ModelSender(), new ModelTaker()];
        const copies = new Map<Model, Model>();
        for (const catalog of sequence) {
          const there = send(sender, taker, catalog).catalog;
          assert.deepEqual(there, catalog);
          for (const [at, one] of catalog.models.entries()) {
            const known = copies.get(one);
            if (known) assert.equal(there.models[at], known);
          }
          copies.clear();
          for (const [at, one] of catalog.models.entries()) copies.set(one, there.models[at]!);
        }
      }),
      { seed: 5, numRuns: 200 },
    );
  });

  it('come few models at a time, and after an edit only what it changed', () => {
    const [sender, taker] = [new ModelSender(), new ModelTaker()];
    const first = send(sender, taker, { models, problems: [] });
    assert.deepEqual(first.sizes, [40, 40, 40]);
    const edited = models.with(3, { ...models[3]!, stale: true });
    assert.deepEqual(send(sender, taker, { models: edited, problems: [] }).sizes, [1]);
  });
});

/** The other side has copies of its own. */
function send(
  sender: ModelSender,
  taker: ModelTaker,
  catalog: Catalog,
): { readonly catalog: Catalog; readonly sizes: readonly number[] } {
  const { parcels, catalog: sent } = sender.pack(catalog);
  for (const one of parcels) taker.take(structuredClone(one));
  return { catalog: taker.unpack(structuredClone(sent)), sizes: parcels.map(({ length }) => length) };
}
