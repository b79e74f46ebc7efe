import assert from 'node:assert/strict';
import { Decimal128, EJSON, Long, ObjectId, type Document } from 'bson';
import mongoose from 'mongoose';
import type { IndexSpecification } from '../../src/model/index-specification.js';
import { mongooseIndex, shellCreateIndex } from '../../src/report/index-code.js';
import { planCommands, planScript } from '../../src/report/ensure-script.js';
import { ensured, index, plan } from './ensure-plans.js';
import { connected, emptyDatabase } from './test-server.js';

// Whatever is copied makes the very same indexes as an ensure of the plan does, on a real server.

const create: Readonly<Record<string, readonly IndexSpecification[]>> = {
  contacts: [
    index('companyId:1,social.facebookId:-1'),
    index('email:1', { unique: true, collation: { locale: 'de', strength: 2 } }, 'by "mail"'),
    index('at:1', { expireAfterSeconds: 3600, sparse: true }),
    index('kind:1', {
      partialFilterExpression: {
        at: { $gt: { $date: '2026-01-01T00:00:00Z' } },
        owner: { $oid: '65a000000000000000000001' },
        size: { $lt: { $numberLong: '7000000000' } },
        price: { $gte: { $numberDecimal: '1.50' } },
        kind: { $in: ['a', 'b'] },
      },
    }),
    index('$**:1', { wildcardProjection: { 'a.b': 1 } }),
  ],
  'odd name-1': [
    index('title:text,body:text', { weights: { title: 5, body: 1 }, default_language: 'german' }),
    index('place:2dsphere'),
    index('hash:hashed', { hidden: true }),
  ],
};

/** What mongosh gives a script. */
const shell = {
  ISODate: (text: string) => new Date(text),
  ObjectId: (text: string) => new ObjectId(text),
  Long: (text: string) => Long.fromString(text),
  Decimal128: (text: string) => Decimal128.fromString(text),
};

function evaluate(code: string, names: Readonly<Record<string, unknown>>): void {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is ours, and running it is the test
  const run = new Function(...Object.keys(names), code) as (...values: unknown[]) => void;
  run(...Object.values(names));
}

async function live(): Promise<Readonly<Record<string, unknown>>> {
  const { client } = await connected();
  const names = Object.keys(create);
  const listed = await Promise.all(names.map((name) => client.db('app').collection(name).indexes()));
  return Object.fromEntries(
    listed.map((all, at): [string, unknown] => [
      names[at] ?? '',
      all.toSorted((a, b) => (String(a.name) < String(b.name) ? -1 : 1)),
    ]),
  );
}

describe('code that is copied', () => {
  let wanted: Readonly<Record<string, unknown>>;

  before(async () => {
    await emptyDatabase('app');
    const { failed } = await ensured(create);
    assert.deepEqual(failed, []);
    wanted = await live();
  });
  beforeEach(() => emptyDatabase('app'));

  it('the plan as a script for mongosh', async () => {
    const { client } = await connected();
    const sent: Promise<unknown>[] = [];
    const db = {
      getSiblingDB: (name: string) => ({
        runCommand: (command: Document) => sent.push(client.db(name).command(command)),
      }),
    };
    evaluate(planScript(plan(create)), { ...shell, db });
    assert.equal((await Promise.all(sent)).length, 2);
    assert.deepEqual(await live(), wanted);
  });

  it('the plan as commands in EJSON', async () => {
    const { client } = await connected();
    const commands = EJSON.parse(planCommands(plan(create))) as Document[];
    for (const command of commands) await client.db('app').command(command);
    assert.deepEqual(await live(), wanted);
  });

  it('one index after the other, as calls for mongosh', async () => {
    const calls: (() => Promise<void>)[] = [];
    const collection = (name: string) => ({
      createIndex: (key: Document, options?: Document) => calls.push(() => created(name, key, options)),
    });
    const db = { contacts: collection('contacts'), getCollection: collection };
    for (const [name, indexes] of Object.entries(create))
      for (const each of indexes) evaluate(shellCreateIndex(name, each), { ...shell, db });
    for (const call of calls) await call();
    assert.deepEqual(await live(), wanted);
  });

  it('one index after the other, as Mongoose takes them', async () => {
    for (const [name, indexes] of Object.entries(create)) {
      const schema = new mongoose.Schema({});
      for (const each of indexes) evaluate(mongooseIndex(each), { schema, mongoose });
      for (const [key, options] of schema.indexes()) await created(name, key, options);
    }
    assert.deepEqual(await live(), wanted);
  });
});

/** As the drivers' createIndex does it. */
async function created(collection: string, key: Document, options: Document = {}): Promise<void> {
  const { client } = await connected();
  const name = Object.entries(key).flat().join('_');
  const rest = Object.entries(options).filter(([option]) => option !== 'background');
  const spec = { name, ...Object.fromEntries(rest), key };
  await client.db('app').command({ createIndexes: collection, indexes: [spec] });
}
