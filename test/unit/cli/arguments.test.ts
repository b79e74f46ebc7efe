import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidArgumentError } from 'commander';
import { appendedNames, placeIn, statusesIn } from '../../../src/cli/arguments.js';

describe('arguments of the command line', () => {
  it('--at takes FILE:LINE and FILE:LINE:COLUMN, whatever the file is called', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: fc.constantFrom('a', '/', '\\', '.', ' ', 'C:', '-') }),
        fc.integer({ min: 1, max: 100_000 }),
        fc.option(fc.integer({ min: 1, max: 1000 })),
        (file, line, column) => {
          const text = column === null ? `${file}:${line}` : `${file}:${line}:${column}`;
          assert.deepEqual(placeIn(text), { file, line, column });
        },
      ),
      { seed: 1 },
    );
  });

  it('--at wants a line counted from 1', () => {
    for (const text of ['a.js', 'a.js:', 'a.js:0', 'a.js:1:0', ':3', 'a.js:x']) {
      assert.throws(() => placeIn(text), InvalidArgumentError, text);
    }
  });

  it('--fail-on takes statuses and names them when it gets another', () => {
    assert.deepEqual([...statusesIn('extra, missing')], ['missing', 'extra']);
    assert.throws(() => statusesIn('missing,unserved'), /"unserved".*missing, different, extra/);
  });

  it('--only takes names apart or with commas', () => {
    assert.deepEqual(appendedNames('Message', appendedNames('Contact,contacts')), [
      'Contact',
      'contacts',
      'Message',
    ]);
  });
});
