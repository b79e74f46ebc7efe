import assert from 'node:assert/strict';
import { interruptBuilds } from '../../scripts/interrupt-builds.js';
import { startTcpProxy } from '../../scripts/tcp-proxy.js';
import type { EnsureOutcome, EnsureProgress } from '../../src/model/ensure.js';
import { connect } from '../../src/server/connect.js';
import { ensureIndexes, type EnsureOptions } from '../../src/server/ensure.js';
import { index, plan } from './ensure-plans.js';
import {
  address,
  connected,
  emptyDatabase,
  eventually,
  uriFor,
  withFailpoint,
  type User,
} from './test-server.js';

const hang = 'hangAfterStartingIndexBuild';
const createdNames = ({ created }: EnsureOutcome) => created.map(({ name }) => name);

async function namesOn(collection: string): Promise<string[]> {
  const { client } = await connected();
  const live = await client.db('app').collection(collection).indexes();
  return live.map(({ name }) => name ?? '').sort();
}

describe('builds interrupted at random moments', () => {
  it('are reported as they are at the next start, and nothing is dropped', async function () {
    this.timeout(180_000);
    // The long version is run by hand: see CONTRIBUTING.md.
    const { lines, faults } = await interruptBuilds({ times: 3, documents: 20_000 });
    assert.deepEqual(faults, []);
    assert.ok(lines.length >= 3);
  });
});

describe('a build that is interrupted', () => {
  beforeEach(async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany(Array.from({ length: 1_000 }, (_, x) => ({ x, y: x })));
    await db.command({ createIndexes: 'a', indexes: [{ key: { kept: 1 }, name: 'kept_1' }] });
  });

  for (const user of ['writer', 'keeper', undefined] as (User | undefined)[]) {
    it(`abort as ${user ?? 'root'}: nothing of the build is left, nothing else is touched`, async () => {
      await withFailpoint(hang, {}, async (turnOff) => {
        const abort = new AbortController();
        const both = { a: [index('x:1'), index('y:1')], b: [index('z:1')] };
        const ensuring = ensureIndexes(await connected(user), plan(both), {
          abort: abort.signal,
          onProgress: ({ build }) => {
            if (build) abort.abort();
          },
        });
        // The server notices at its next yield; a held one does when it is let go.
        await eventually(() => abort.signal.aborted);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await turnOff();
        const outcome = await ensuring;
        assert.deepEqual(createdNames(outcome), []);
        assert.deepEqual(
          outcome.failed.map(({ name, code, message }) => [name, code, message.split(' ')[0]]),
          [
            ['x_1', null, 'Aborted'],
            ['y_1', null, 'Aborted'],
          ],
        );
        assert.deepEqual(outcome.cancelled, ['b']);
      });
      assert.deepEqual(await namesOn('a'), ['_id_', 'kept_1']);
    });
  }

  it('an abort that comes too late leaves the index and says that it was created', async () => {
    const abort = new AbortController();
    const outcome = await ensureIndexes(await connected(), plan({ a: [index('x:1')] }), {
      abort: abort.signal,
      onSettled: () => {
        abort.abort();
      },
    });
    assert.deepEqual(createdNames(outcome), ['x_1']);
    assert.deepEqual(await namesOn('a'), ['_id_', 'kept_1', 'x_1']);
  });

  /** Ensures over a line that is cut while the server builds. */
  async function overCutLine(
    options: EnsureOptions,
    work: (
      mend: () => void,
      turnOff: () => Promise<void>,
      events: readonly EnsureProgress[],
    ) => Promise<void>,
  ): Promise<EnsureOutcome> {
    const proxy = await startTcpProxy(Number(address().split(':')[1]));
    const uri = uriFor('writer').replace(address(), `127.0.0.1:${proxy.port}`);
    const connection = await connect(`${uri}&directConnection=true`);
    const events: EnsureProgress[] = [];
    try {
      return await withFailpoint(hang, {}, async (turnOff) => {
        const ensuring = ensureIndexes(connection, plan({ a: [index('x:1')] }), {
          ...options,
          onProgress: (event) => events.push(event),
        });
        await eventually(() => events.some(({ build }) => build !== null));
        proxy.cut();
        await eventually(() => events.at(-1)?.build?.phase === 'connection lost, finding out');
        await work(
          () => {
            proxy.mend();
          },
          turnOff,
          events,
        );
        return ensuring;
      });
    } finally {
      await connection.close();
      proxy.close();
    }
  }

  it('the line is cut and mended: the build is followed to its end', async () => {
    const outcome = await overCutLine({}, async (mend, turnOff, events) => {
      mend();
      await eventually(() => events.at(-1)?.build?.phase === 'scanning collection');
      await turnOff();
    });
    assert.deepEqual([createdNames(outcome), outcome.failed], [['x_1'], []]);
  });

  it('the line is cut, and someone drops the index meanwhile: it is neither there nor being built', async () => {
    const outcome = await overCutLine({}, async (mend, turnOff) => {
      const { client } = await connected();
      const dropping = client.db('app').command({ dropIndexes: 'a', index: ['x_1'] });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await turnOff();
      await dropping;
      mend();
    });
    assert.deepEqual(createdNames(outcome), []);
    assert.match(outcome.failed[0]?.message ?? '', /neither there now nor being built/);
  });

  it('cancelled while the line is cut: the build goes on', async () => {
    const cancel = new AbortController();
    const outcome = await overCutLine({ signal: cancel.signal }, async (mend, turnOff) => {
      cancel.abort();
      mend();
      await turnOff();
    });
    assert.match(outcome.failed[0]?.message ?? '', /goes on on the server/);
    await eventually(async () => (await namesOn('a')).includes('x_1'));
  });

  it('aborted after the line was cut: only what is being built is dropped', async () => {
    const abort = new AbortController();
    const outcome = await overCutLine({ abort: abort.signal }, async (mend, turnOff) => {
      abort.abort();
      mend();
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      await turnOff();
    });
    assert.match(outcome.failed[0]?.message ?? '', /^Aborted/);
    assert.deepEqual(await namesOn('a'), ['_id_', 'kept_1']);
  });

  it('a build that waits for others says so', async () => {
    const db = await emptyDatabase('app');
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) await db.collection(name).insertOne({ x: 1 });
    await withFailpoint(hang, {}, async (turnOff) => {
      const events: EnsureProgress[] = [];
      const create = Object.fromEntries(names.map((name) => [name, [index('x:1')]]));
      const ensuring = ensureIndexes(await connected(), plan(create), {
        collectionsAtOnce: 4,
        onProgress: (event) => events.push(event),
      });
      await eventually(() => events.some(({ build }) => build?.phase === 'waiting for another build'));
      await turnOff();
      assert.deepEqual(createdNames(await ensuring), ['x_1', 'x_1', 'x_1', 'x_1']);
    });
  });
});
