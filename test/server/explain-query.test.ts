import assert from 'node:assert/strict';
import { ObjectId } from 'mongodb';
import { explain } from '../../src/explain.js';
import { hole, site } from '../unit/query/sites.js';
import { connected, emptyDatabase } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const contact = site('findOne', { companyId: hole('company._id'), 'social.facebookId': hole('senderId') });

describe('explaining a query of the code', function () {
  this.timeout(60_000);

  before(async () => {
    const db = await emptyDatabase('app');
    const companyId = new ObjectId();
    const contacts = Array.from({ length: 5_000 }, (_, n) => ({
      companyId,
      social: { facebookId: `fb-${n}` },
      createdAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000),
      pets: n,
    }));
    await db.collection('contacts').insertMany(contacts);
  });

  it('without an index: a scan of the whole collection, with values of a document', async () => {
    const { assessment, values, plan, documents } = await explain(contact, await connected('reader'), 'app');
    assert.equal(assessment.verdict, 'bad');
    assert.equal(assessment.headline, 'Collection scan: read 5,000 documents to return 1.');
    assert.deepEqual(
      values.map(({ path, from }) => [path, from]),
      [
        ['companyId', 'sample'],
        ['social.facebookId', 'sample'],
      ],
    );
    assert.deepEqual(plan.metrics && [plan.metrics.docsExamined, plan.metrics.keysExamined], [5_000, 0]);
    assert.equal(documents, 5_000);
  });

  it('with it: one key, one document', async () => {
    const db = (await connected('writer')).client.db('app');
    await db.collection('contacts').createIndex({ companyId: 1, 'social.facebookId': 1 });
    const { assessment, plan } = await explain(contact, await connected('reader'), 'app');
    assert.equal(
      assessment.headline,
      'Index companyId_1_social.facebookId_1: read 1 key and 1 document to return 1.',
    );
    assert.equal(assessment.verdict, 'good');
    assert.deepEqual(plan.indexes, ['companyId_1_social.facebookId_1']);
  });

  it('input goes before samples, a range holds documents, a count is answered by the index alone', async () => {
    const reader = await connected('reader');
    const given = await explain(contact, reader, 'app', {
      input: { 'social.facebookId = senderId': 'nobody' },
    });
    assert.equal(given.plan.metrics?.returned, 0);
    assert.deepEqual(
      given.values.map(({ from }) => from),
      ['sample', 'input'],
    );
    const range = site('find', { createdAt: { $gte: hole('from'), $lt: hole('to') } }, { limit: hole('n') });
    const ranged = await explain(range, reader, 'app');
    assert.ok((ranged.plan.metrics?.returned ?? 0) > 0);
    const count = site('countDocuments', { companyId: hole('company._id') });
    const counted = await explain(count, reader, 'app');
    assert.equal(counted.plan.metrics?.docsExamined, 0);
    assert.deepEqual(
      counted.assessment.reasons.map(({ rule }) => rule),
      ['covered'],
    );
  });

  it('values that no one document has together come from several; the rest are placeholders', async () => {
    const db = (await connected('writer')).client.db('app');
    await db.collection('mixed').insertMany([{ a: 1 }, { b: 'two' }]);
    const query = {
      ...site('find', { $or: [{ a: hole('a') }, { b: hole('b') }, { c: hole('c') }] }),
      collection: 'mixed',
    };
    const { values, plan } = await explain(query, await connected('reader'), 'app');
    assert.deepEqual(values, [
      { path: 'a', value: 1, from: 'sample', hole: { id: 'a = a', text: 'a' } },
      { path: 'b', value: 'two', from: 'sample', hole: { id: 'b = b', text: 'b' } },
      { path: 'c', value: 'placeholder', from: 'placeholder', hole: { id: 'c = c', text: 'c' } },
    ]);
    assert.equal(plan.metrics?.returned, 2);
  });

  it('the order of an advised index is that of how selective the documents are', async () => {
    const late = { $gte: { $date: '2026-01-04T11:00:00.000Z' } };
    const query = site('find', { pets: { $gte: 10 }, createdAt: late }, { sort: { 'social.facebookId': 1 } });
    const { proposal } = await explain(query, await connected('reader'), 'app');
    // Without a look at the documents the sort would come first.
    assert.deepEqual(proposal?.key, [['createdAt', 1]]);
  });

  it('each operation is explained by its own command, and nothing is written', async () => {
    const writer = await connected('writer');
    const contacts = writer.client.db('app').collection('contacts');
    const before = await contacts.find().toArray();
    const filter = { 'social.facebookId': 'fb-7' };
    const operations = [
      ...['find', 'findOne', 'exists', 'countDocuments', 'count', 'updateOne', 'updateMany', 'replaceOne'],
      ...['deleteOne', 'deleteMany', 'findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete'],
    ];
    for (const operation of operations) {
      const { plan, command } = await explain(site(operation, filter), writer, 'app');
      assert.notEqual(plan.winning.stage, 'UNKNOWN', JSON.stringify(command));
    }
    const key = { ...site('distinct', filter), distinctKey: 'pets' };
    assert.equal((await explain(key, writer, 'app')).plan.metrics?.docsExamined, 5_000);
    const pipeline = [{ $match: filter }, { $group: { _id: '$pets' } }, { $out: 'copies' }];
    const { notices } = await explain(site('aggregate', filter, { pipeline }), writer, 'app');
    assert.deepEqual(notices, ['Nothing is written: $out is left out.']);
    assert.deepEqual(await contacts.find().toArray(), before);
    assert.equal(await writer.client.db('app').collection('copies').countDocuments(), 0);
  });

  it('who may not write has the search of a write explained as a read, and is told so', async () => {
    const change = site('updateMany', { 'social.facebookId': 'fb-7' });
    const { command, notices, plan } = await explain(change, await connected('reader'), 'app');
    assert.deepEqual(command, { find: 'contacts', filter: { 'social.facebookId': 'fb-7' } });
    assert.match(notices.join(), /may not write to contacts/u);
    assert.equal(plan.metrics?.docsExamined, 5_000);
  });

  it('a collection that does not exist is told so', async () => {
    const missing = { ...contact, collection: 'nowhere' };
    const { assessment, documents } = await explain(missing, await connected('reader'), 'app');
    assert.equal(assessment.verdict, 'warning');
    assert.match(assessment.headline, /^Nothing to read/u);
    assert.equal(documents, 0);
  });

  it('an operator that is not valid: what the server says, as a sentence', async () => {
    const wrong = site('find', { a: { $nope: 1 } });
    await rejectsWith('server', explain(wrong, await connected('reader'), 'app'), /\$nope/u);
  });
});
