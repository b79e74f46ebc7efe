import assert from 'node:assert/strict';
import { ensureAsks } from '../../../src/model/ensure-view.js';
import { readAsk, readView } from '../../../src/model/panel-messages.js';

describe('messages of panels', () => {
  const read = (raw: unknown) => readAsk(ensureAsks, raw);

  it('from the webview: known asks, for all or one part, with their count', () => {
    assert.deepEqual(read({ type: 'create', id: null, count: 2 }), { type: 'create', id: null, count: 2 });
    assert.deepEqual(read({ type: 'tick', id: '0.1', count: 3, more: 1 }), {
      type: 'tick',
      id: '0.1',
      count: 3,
    });
    assert.deepEqual(read({ type: 'ready', count: 1 }), { type: 'ready', id: null, count: 1 });
  });

  it('to the webview: a view', () => {
    const message = { type: 'view', view: { title: 'a' }, answers: 3 };
    assert.deepEqual(readView(message), message);
  });

  it('ignore what is none of theirs', () => {
    const wrong = [null, 'create', {}, { type: 'drop', count: 1 }, { type: 'tick', id: 7, count: 1 }];
    for (const raw of [...wrong, { type: 1, count: 1 }, { type: 'tick', id: '0' }])
      assert.equal(read(raw), null, JSON.stringify(raw));
    for (const raw of [undefined, { type: 'explanation' }, {}]) assert.equal(readView(raw), null);
  });
});
