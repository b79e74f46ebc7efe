import assert from 'node:assert/strict';
import { readEnsureAsk, readEnsureMessage } from '../../../src/model/ensure-view.js';

describe('messages of the ensure panel', () => {
  it('from the webview: known asks, for the plan or one row of it', () => {
    assert.deepEqual(readEnsureAsk({ type: 'create', id: null }), { type: 'create', id: null });
    assert.deepEqual(readEnsureAsk({ type: 'tick', id: '0.1', more: 1 }), { type: 'tick', id: '0.1' });
    assert.deepEqual(readEnsureAsk({ type: 'ready' }), { type: 'ready', id: null });
  });

  it('ignore what is none of theirs', () => {
    for (const raw of [null, 'create', {}, { type: 'drop', id: null }, { type: 'tick', id: 7 }, { type: 1 }])
      assert.equal(readEnsureAsk(raw), null, JSON.stringify(raw));
    for (const raw of [undefined, { type: 'explanation' }, {}]) assert.equal(readEnsureMessage(raw), null);
  });
});
