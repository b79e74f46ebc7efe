import assert from 'node:assert/strict';
import { ensureAsks } from '../../../src/model/ensure-view.js';
import { readAsk, readView } from '../../../src/model/panel-messages.js';

describe('messages of panels', () => {
  const read = (raw: unknown) => readAsk(ensureAsks, raw);

  it('from the webview: known asks, for all or one part, with what was typed', () => {
    assert.deepEqual(read({ type: 'create', id: null }), { type: 'create', id: null, text: null });
    assert.deepEqual(read({ type: 'tick', id: '0.1', more: 1 }), { type: 'tick', id: '0.1', text: null });
    assert.deepEqual(read({ type: 'tick', id: '0', text: 'a' }), { type: 'tick', id: '0', text: 'a' });
    assert.deepEqual(read({ type: 'ready' }), { type: 'ready', id: null, text: null });
  });

  it('to the webview: a view', () => {
    assert.deepEqual(readView({ type: 'view', view: { title: 'a' } }), { title: 'a' });
  });

  it('ignore what is none of theirs', () => {
    const wrong = [null, 'create', {}, { type: 'drop' }, { type: 'tick', id: 7 }, { type: 1 }];
    for (const raw of [...wrong, { type: 'tick', text: 7 }])
      assert.equal(read(raw), null, JSON.stringify(raw));
    for (const raw of [undefined, { type: 'explanation' }, {}]) assert.equal(readView(raw), null);
  });
});
