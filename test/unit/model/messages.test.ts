import assert from 'node:assert/strict';
import { readFromPanel, readToPanel } from '../../../src/model/explain-messages.js';

describe('messages of the explain panel', () => {
  it('knows its own, and drops what else comes', () => {
    assert.deepEqual(readFromPanel({ type: 'rerun', more: 1 }), { type: 'rerun', id: null, text: null });
    assert.deepEqual(readFromPanel({ type: 'set-value', id: 'a', text: 1 }), {
      type: 'set-value',
      id: 'a',
      text: null,
    });
    for (const foreign of [null, undefined, 'rerun', 1, [], {}, { type: 'toString' }, { type: 1 }]) {
      assert.equal(readFromPanel(foreign), null);
      assert.equal(readToPanel(foreign), null);
    }
    const busy = { type: 'busy', title: 'Contact.findOne' };
    assert.equal(readToPanel(busy), busy);
    assert.equal(readToPanel({ type: 'rerun' }), null);
  });
});
