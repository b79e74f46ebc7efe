import assert from 'node:assert/strict';
import { Session } from '../../src/host/session.js';
import { emptyCatalog } from '../../src/model/catalog.js';
import type { Comparison } from '../../src/model/comparison.js';
import type { LiveDatabase } from '../../src/model/live.js';

const server = { version: '7.0.15', topology: 'standalone' } as const;
const live = (database: string): LiveDatabase => ({
  server,
  database,
  collections: [],
  unlisted: [],
  problems: [],
});
const summary = { applied: 0, missing: 0, different: 0, extra: 0, building: 0, hidden: 0 };
const named = (_: unknown, { database }: LiveDatabase): Comparison => ({
  server,
  database,
  collections: [],
  summary,
  problems: [],
});

describe('session', () => {
  it('drops the result of a look that was overtaken', () => {
    const session = new Session(named);
    session.catalogRead(emptyCatalog);
    const slow = session.begin({ busy: 'Reading' });
    const fast = session.begin({ busy: 'Reading' });
    assert.equal(fast.settle({ live: live('new') }), true);
    assert.equal(slow.settle({ live: live('old') }), false);
    assert.equal(session.snapshot.comparison?.database, 'new');
    session.dispose();
  });

  it('a disconnect overtakes everything and keeps the catalog', () => {
    const session = new Session(named);
    session.catalogRead(emptyCatalog);
    const turn = session.begin({ busy: 'Reading' });
    session.disconnected();
    assert.equal(turn.settle({ live: live('late') }), false);
    assert.equal(session.snapshot.live, null);
    assert.equal(session.snapshot.comparison, null);
    assert.equal(session.snapshot.catalog, emptyCatalog);
    session.dispose();
  });

  it('compares anew when either side changes, and only then', () => {
    let compared = 0;
    const session = new Session((catalog, database) => {
      compared++;
      return named(catalog, database);
    });
    session.begin({ busy: 'Reading' }).settle({ live: live('a') });
    assert.equal(compared, 0);
    session.catalogRead(emptyCatalog);
    assert.equal(compared, 1);
    session.begin({ busy: 'Reading' }).settle({ stale: null });
    session.catalogRead(emptyCatalog);
    assert.equal(compared, 1);
    session.catalogRead({ models: [], problems: [] });
    assert.equal(compared, 2);
    session.dispose();
  });
});
