import assert from 'node:assert/strict';
import { judge } from '../../../src/query/judging/judge.js';
import { proposeIndex } from '../../../src/query/proposing/propose-index.js';
import { queryHover } from '../../../src/report/query-hover.js';
import { site } from '../query/sites.js';

describe('the hover of a query', () => {
  const query = { ...site('find', { companyId: 7 }), collection: 'contacts' };
  const facts = { paths: null, documents: null };
  const lines = (waiting: string | null) =>
    queryHover(query, judge(query, [], facts), proposeIndex(query, [], facts), waiting).split('\n\n');

  it('says what would serve it', () => {
    assert.deepEqual(
      [lines(null)[0], lines(null).at(-1)],
      [
        '**Index Lens**: **no index serves this query**: the server reads the whole collection',
        'Better: an index on `{ companyId: 1 }`. companyId is compared with one value.',
      ],
    );
  });

  it('names the index that the code defines and that is not live, rather than another one', () => {
    assert.equal(
      lines('companyId_1_phone_1').at(-1),
      'The code defines `companyId_1_phone_1`, which would serve it, but it is not live: create it.',
    );
  });
});
