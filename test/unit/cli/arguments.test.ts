import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InvalidArgumentError } from 'commander';
import { appendedNames, countIn, findingKindsIn, placeIn } from '../../../src/cli/arguments.js';

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

  it('--fail-on takes statuses and rules of advice, and names them when it gets another', () => {
    assert.deepEqual([...findingKindsIn('unused,extra, missing')], ['missing', 'extra', 'unused']);
    assert.throws(() => findingKindsIn('missing,unserved'), /"unserved".*missing, different, extra.*unused/);
  });

  it('--budget and --unused-after take whole numbers from 1', () => {
    assert.equal(countIn('12'), 12);
    for (const text of ['', '0', '-1', '1.5', '1e3', 'ten', ' 7']) {
      assert.throws(() => countIn(text), InvalidArgumentError, text);
    }
  });

  it('--only takes names apart or with commas', () => {
    assert.deepEqual(appendedNames('Message', appendedNames('Contact,contacts')), [
      'Contact',
      'contacts',
      'Message',
    ]);
  });
});
