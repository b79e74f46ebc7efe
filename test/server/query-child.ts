import { createRequire } from 'node:module';
import path from 'node:path';
import { BSON, type CommandStartedEvent, type Document } from 'mongodb';
import type { Mongoose } from 'mongoose';

// Runs one query module after another by the real Mongoose and answers the first command that it sends.

const [folder = '', uri = ''] = process.argv.slice(2);
const load = createRequire(path.join(folder, 'any.js'));
const { mongoose } = load('./models.js') as { readonly mongoose: Mongoose };

let sent: Document[] = [];
const ready = start();

async function start(): Promise<void> {
  mongoose.set('autoIndex', false);
  mongoose.set('autoCreate', false);
  await mongoose.connect(uri, { monitorCommands: true });
  mongoose.connection.getClient().on('commandStarted', ({ command }: CommandStartedEvent) => {
    const { endSessions, hello, ...own } = command;
    if (endSessions === undefined && hello === undefined) sent.push(own);
  });
  process.send?.('ready');
}

process.on('message', ({ file, given }: { readonly file: string; readonly given: Document }) => {
  void answer(file, given);
});

async function answer(file: string, given: Document): Promise<void> {
  await ready;
  const ask = load(file) as (given: Document) => Promise<unknown>;
  sent = [];
  let error = '';
  try {
    const values = BSON.EJSON.deserialize(given) as Document;
    await ask({ ...values, db: mongoose.connection.db });
  } catch (thrown) {
    error = String(thrown);
  }
  const [command = null] = sent;
  process.send?.({ error, command: command && BSON.EJSON.serialize(plain(command)) });
}

const ofTheSession = new Set(['lsid', '$db', '$clusterTime', 'txnNumber']);

/** Maps, which keep the order of a sort, as objects. */
function plain(command: Document): Document {
  const own = Object.entries(command as Readonly<Record<string, unknown>>).filter(
    ([key]) => !ofTheSession.has(key),
  );
  return Object.fromEntries(
    own.map(([key, value]): [string, unknown] => [
      key,
      value instanceof Map ? Object.fromEntries(value as Map<string, unknown>) : value,
    ]),
  );
}
