import assert from 'node:assert/strict';
import { Session } from '../../src/host/session.js';
import { emptyCatalog, type Catalog } from '../../src/model/catalog.js';
import type { Comparison } from '../../src/model/comparison.js';
import type { LiveDatabase } from '../../src/model/live.js';

const server = { version: '7.0.15', topology: 'standalone' } as const;
const live = (database: string): LiveDatabase => ({
  server,
  database,
  readAt: '2026-01-01T00:00:00.000Z',
  collections: [],
  unlisted: [],
  builds: [],
  problems: [],
});
const summary = { applied: 0, missing: 0, different: 0, extra: 0, building: 0, hidden: 0 };
const partFor = (catalog: Catalog): Catalog => catalog;
const compare = (_: unknown, { database }: LiveDatabase): Comparison => ({
  server,
  database,
  collections: [],
  summary,
  problems: [],
});

describe('session', () => {
  it('drops the result of a look that was overtaken', () => {
    const session = new Session({ compare, partFor });
    session.catalogRead(emptyCatalog);
    const slow = session.begin('a', { busy: 'Reading' });
    const fast = session.begin('a', { busy: 'Reading' });
    assert.equal(fast.settle({ live: live('new') }), true);
    assert.equal(slow.settle({ live: live('old') }), false);
    assert.equal(session.snapshot.active?.comparison?.database, 'new');
    session.dispose();
  });

  it('a disconnect overtakes everything and keeps the catalog', () => {
    const session = new Session({ compare, partFor });
    session.catalogRead(emptyCatalog);
    const turn = session.begin('a', { busy: 'Reading' });
    session.closed('a');
    assert.equal(turn.settle({ live: live('late') }), false);
    assert.deepEqual(session.snapshot.connections, []);
    assert.equal(session.snapshot.active, null);
    assert.equal(session.snapshot.catalog, emptyCatalog);
    session.dispose();
  });

  it('compares anew when either side or a setting changes, and only then', () => {
    let compared = 0;
    const counting = (catalog: Catalog, database: LiveDatabase): Comparison => {
      compared++;
      return compare(catalog, database);
    };
    const session = new Session({ compare: counting, partFor });
    session.begin('a', { busy: 'Reading' }).settle({ live: live('a') });
    assert.equal(compared, 0);
    session.catalogRead(emptyCatalog);
    assert.equal(compared, 1);
    session.begin('a', { busy: 'Reading' }).settle({ stale: null });
    session.catalogRead(emptyCatalog);
    assert.equal(compared, 1);
    session.catalogRead({ models: [], queries: [], problems: [] });
    assert.equal(compared, 2);
    session.settingsChanged();
    assert.equal(compared, 3);
    session.dispose();
  });

  it('holds each connection against its part of the code, and one stays in use until another is chosen', () => {
    const own: Catalog = { models: [], queries: [], problems: [] };
    const session = new Session({ compare, partFor: (catalog, name) => (name === 'b' ? own : catalog) });
    session.catalogRead(emptyCatalog);
    for (const id of ['a', 'b']) session.begin(id, { busy: 'Reading' }).settle({ live: live(id) });
    const parts = session.snapshot.connections.map(({ id, catalog }) => [id, catalog === own]);
    assert.deepEqual(parts, [
      ['a', false],
      ['b', true],
    ]);
    const inUse = (): string | undefined => session.snapshot.active?.id;
    assert.equal(inUse(), 'a');
    session.activate('b');
    session.begin('a', { busy: 'Reading' });
    assert.equal(inUse(), 'b');
    session.closed('b');
    assert.equal(inUse(), 'a');
    session.dispose();
  });
});
