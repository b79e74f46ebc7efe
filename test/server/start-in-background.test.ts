import assert from 'node:assert/strict';
import { startInBackground } from '../../src/server/start-in-background.js';
import { index, plan } from './ensure-plans.js';
import { connected, emptyDatabase, withFailpoint } from './test-server.js';

const namesOf = (indexes: readonly { readonly name: string }[]) => indexes.map(({ name }) => name);

/** Starts these on `app.a` while every build waits as soon as it has begun. */
async function started(...names: string[]) {
  const db = await emptyDatabase('app');
  await db.collection('a').insertOne({ a: 1 });
  const connection = await connected();
  const wanted = names.map((name) => index(`${name}:1`));
  return withFailpoint('hangAfterStartingIndexBuild', {}, () =>
    startInBackground(connection, plan({ a: wanted })),
  );
}

describe('starting builds in the background', () => {
  it('what was never sent is not said to be built', async () => {
    // Of the three together the server does not say which one it refuses; then it refuses the first one.
    const refusal = { mode: { times: 2 }, data: { failCommands: ['createIndexes'], errorCode: 67 } };
    const { building, notStarted, failed } = await withFailpoint('failCommand', refusal, () =>
      started('a', 'b', 'c'),
    );
    assert.deepEqual([namesOf(failed), namesOf(building), namesOf(notStarted)], [['a_1'], ['b_1'], ['c_1']]);
  });

  it('a connection that is lost while it looks whether the build has begun: it looks again', async () => {
    // The driver asks a second time by itself.
    const data = { failCommands: ['aggregate'], closeConnection: true };
    const { building, failed } = await withFailpoint('failCommand', { mode: { times: 4 }, data }, () =>
      started('a', 'b'),
    );
    assert.deepEqual([namesOf(failed), namesOf(building)], [[], ['a_1', 'b_1']]);
  });
});
