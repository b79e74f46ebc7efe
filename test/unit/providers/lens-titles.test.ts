import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import type { Snapshot } from '../../../src/host/session.js';
import type { Model } from '../../../src/model/catalog.js';
import { lensesOf } from '../../../src/providers/lens-titles.js';
import { catalog, collection, database, defined, live, model, place } from '../compare/samples.js';

const file = place().file;

/** A snapshot that is connected to a server with an index on `a`. */
function snapshot(...models: readonly Model[]): Snapshot {
  const [code, server] = [catalog(...models), database(collection([live({ a: 1 })]))];
  const comparison = compare(code, server);
  return {
    catalog: code,
    connection: { state: 'none' },
    live: server,
    comparison,
    busy: null,
    stale: null,
    readAt: null,
  };
}

describe('lenses', () => {
  const indexes = [defined({ a: 1 }, {}, undefined, 3), defined({ b: 1 }, {}, undefined, 4)];

  it('say the same of a definition that is half typed, and why in their tooltip', () => {
    const whole = lensesOf(snapshot(model(indexes)), file);
    const typed = indexes.map((index) => ({ ...index, stale: true }) as const);
    const half = lensesOf(snapshot({ ...model(typed), stale: true }), file);
    const shown = (lenses: typeof whole): unknown[] =>
      lenses.map(({ range, title, action }) => [range, title, action.kind]);
    assert.equal(whole.length, 3);
    assert.deepEqual(shown(half), shown(whole));
    for (const { tooltip } of half) assert.match(tooltip, /As last read/);
    for (const { tooltip } of whole) assert.doesNotMatch(tooltip, /As last read/);
  });
});
