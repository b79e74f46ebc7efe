import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { indexNamed } from '../../../src/compare/index-named.js';
import type { LiveIndex } from '../../../src/model/index-specification.js';
import { liveOf } from '../../../src/model/comparison.js';
import { detailsView, goneView } from '../../../src/report/details-view.js';
import { catalog, collection, database, defined, live, model, usage } from '../compare/samples.js';

describe('what the panel of one index shows', () => {
  const definitions = [defined({ a: 1 }), defined({ b: 1 }, { unique: true }), defined({ c: 1 })];

  function view(name: string, ...indexes: readonly LiveIndex[]) {
    const comparison = compare(catalog(model(definitions)), database(collection(indexes)));
    const found = indexNamed(comparison, 'contacts', name)!;
    const beside = liveOf(found.collection);
    const rest = { database: 'petbuddy', where: 'local', root: '/app', served: [], acts: ['drop'] as const };
    return detailsView({ ...found, ...rest, beside });
  }

  it('of an applied one: size and share, usage with its hosts, where it is defined', () => {
    const shown = view('a_1', live({ a: 1 }, {}, { usage: { ...usage(1204), unreached: ['b:27017'] } }));
    assert.equal(shown.where, 'contacts · petbuddy on local');
    assert.deepEqual(shown.status, { tone: 'good', words: 'Index a_1 is applied in contacts of petbuddy.' });
    const [size, use, documents] = shown.facts;
    assert.deepEqual(size, {
      name: 'Size',
      value: '20 KB',
      notes: ['50 % of the 41 KB that 2 indexes of the collection take'],
    });
    assert.match(use?.value ?? '', /^1,204 uses since /);
    assert.deepEqual(use?.notes, ['Counted on 127.0.0.1:27017', 'Not reached, so not counted: b:27017']);
    assert.equal(documents?.value, '100,000 documents, 1.0 MB');
    assert.equal(shown.definition?.text, 'models/Contact.js:1');
    assert.deepEqual(
      shown.buttons.map(({ type }) => type),
      ['drop', 'copy-shell', 'copy-mongoose'],
    );
  });

  it('of what is not known: never zero, and the role that would tell', () => {
    const [size, use] = view('a_1', live({ a: 1 }, {}, { sizeBytes: null, usage: null })).facts;
    assert.deepEqual(
      [size?.value, size?.notes],
      ['not known', ['The role does not permit it (needs read).']],
    );
    assert.deepEqual(use?.notes, ['The role does not permit it (needs clusterMonitor).']);
  });

  it('of one that differs: what the server has and what the code says', () => {
    const shown = view('b_1', live({ b: 1 }, { expireAfterSeconds: 86_400 }));
    assert.equal(shown.status.tone, 'warning');
    assert.equal(shown.buttons[0]?.label, 'Settle the Difference…');
    const notes = shown.notes.map(({ words }) => words);
    assert.ok(notes.includes('unique: not set on the server, true in code.'), notes.join('\n'));
    assert.deepEqual(shown.options, [
      {
        name: 'expireAfterSeconds',
        value: '86400',
        means: 'Documents are deleted 1 day after the date on the indexed path.',
      },
    ]);
  });

  it('of a missing one: Ensure comes first', () => {
    const shown = view('c_1');
    assert.equal(shown.status.tone, 'bad');
    assert.deepEqual(shown.buttons[0], { type: 'ensure', label: 'Ensure…', main: true, enabled: true });
  });

  it('of one that is built, prepared for unique, or gone', () => {
    const building = { percent: 10.2, phase: 'scanning collection' };
    const built = view('a_1', live({ a: 1 }, {}, { building, usage: null, isPreparedUnique: true }));
    assert.equal(
      built.status.words,
      'The server is building it: scanning collection, 10 %. No query can use it yet.',
    );
    assert.match(built.notes[0]?.words ?? '', /^A conversion to unique is prepared/);
    assert.deepEqual(goneView(built).buttons, []);
  });
});
