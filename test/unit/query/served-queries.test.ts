import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { queriesServedBy } from '../../../src/query/judging/served-queries.js';
import { catalog, collection, database, defined, live, model } from '../compare/samples.js';
import { hole, site } from './sites.js';

describe('the queries that an index serves', () => {
  const narrow = live({ companyId: 1 });
  const wide = live({ companyId: 1, phone: 1 });
  const code = catalog(
    model([defined({ companyId: 1 }), defined({ companyId: 1, phone: 1 }), defined({ email: 1 })]),
  );
  const { collections } = compare(code, database(collection([narrow, wide])));
  const asked = {
    models: code.models,
    queries: [
      site('find', { companyId: hole('id'), phone: hole('phone') }),
      site('find', { companyId: hole('id') }),
      site('find', { email: hole('email') }),
      { ...site('find', { companyId: hole('id') }), collection: 'others' },
    ],
  };
  const served = (name: string) =>
    queriesServedBy(name, collections[0]!, asked).map(({ site, isBest, others }) => [
      asked.queries.indexOf(site),
      isBest,
      others,
    ]);

  it('are those of its collection, with what serves them better or else', () => {
    assert.deepEqual(served('companyId_1_phone_1')[0], [0, true, ['companyId_1']]);
    const short = served('companyId_1');
    assert.deepEqual(short[0], [0, false, ['companyId_1_phone_1']]);
    assert.equal(short[1]?.[0], 1);
  });

  it('are those that it would serve once it is live', () => {
    assert.deepEqual(served('email_1'), [[2, true, []]]);
  });
});
