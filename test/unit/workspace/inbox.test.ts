import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { Inbox } from '../../../src/workspace/inbox.js';

describe('an inbox', () => {
  const work = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  it('takes what is there in its order, some at a time, and what comes meanwhile', async () => {
    const { port1, port2 } = new MessageChannel();
    const taken: number[] = [];
    const inbox = new Inbox<number>(port1, (message) => {
      taken.push(message);
      if (message === 3) {
        port2.postMessage(100);
        inbox.look();
      }
      work(1.5);
    });
    for (let message = 0; message < 20; message++) port2.postMessage(message);
    inbox.look();
    // Three of 1.5 milliseconds fill the first turn; no machine fits in all.
    assert.ok(taken.length >= 1 && taken.length <= 3, `${taken.length} in the first turn`);
    const all = async (count: number): Promise<void> => {
      while (taken.length < count) await nextTurn();
    };
    await all(21);
    assert.deepEqual(taken, [...Array.from({ length: 20 }, (_, at) => at), 100]);
    port2.postMessage(200);
    inbox.look();
    await all(22);
    assert.equal(taken.at(-1), 200);
    port1.close();
  });
});
