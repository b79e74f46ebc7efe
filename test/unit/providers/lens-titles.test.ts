import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { noMarks } from '../../../src/host/connections.js';
import type { ConnectionSnapshot } from '../../../src/host/session.js';
import type { Model } from '../../../src/model/catalog.js';
import { lensesOf, type Lens } from '../../../src/providers/lens-titles.js';
import { catalog, collection, database, defined, live, model, place } from '../compare/samples.js';

const file = place().file;

/** The lenses while a server with an index on `a` is connected. */
function lenses(...models: readonly Model[]): readonly Lens[] {
  const [code, server] = [catalog(...models), database(collection([live({ a: 1 })]))];
  const comparison = compare(code, server);
  const connected: ConnectionSnapshot = {
    id: 'local',
    marks: noMarks,
    catalog: code,
    connection: {
      state: 'connected',
      name: 'local',
      address: 'localhost',
      server: server.server,
      database: server.database,
    },
    live: server,
    comparison,
    busy: null,
    stale: null,
    readAt: null,
  };
  return lensesOf(code, connected, file);
}

describe('lenses', () => {
  const indexes = [defined({ a: 1 }, {}, undefined, 3), defined({ b: 1 }, {}, undefined, 4)];

  it('say the same of a definition that is half typed, and why in their tooltip', () => {
    const whole = lenses(model(indexes));
    const typed = indexes.map((index) => ({ ...index, stale: true }) as const);
    const half = lenses({ ...model(typed), stale: true });
    const shown = (lenses: readonly Lens[]): unknown[] =>
      lenses.map(({ range, title, action }) => [range, title, action.kind]);
    assert.equal(whole.length, 3);
    assert.deepEqual(shown(half), shown(whole));
    for (const { tooltip } of half) assert.match(tooltip, /As last read/);
    for (const { tooltip } of whole) assert.doesNotMatch(tooltip, /As last read/);
  });

  it('stand at the schemas where one call makes many models', () => {
    const elsewhere = { ...place(9), file: '/app/helper.js' };
    const made = [model(indexes, { model: 'A', place: elsewhere, schemaPlace: place(1) })];
    const other = model([], { model: 'B', place: elsewhere, schemaPlace: place(2) });
    const at = (models: readonly Model[], file: string): readonly number[] =>
      lensesOf(catalog(...models), null, file).map(({ range }) => range.start.line);
    assert.deepEqual(at(made, elsewhere.file), [9]);
    assert.deepEqual(at([...made, other], elsewhere.file), []);
    assert.deepEqual(at([...made, other], place().file), [1, 2]);
  });
});
