import type { Document } from 'mongodb';
import type { IndexStep } from '../model/index-change.js';
import type { CollectionOnServer } from './build-progress.js';

/** To wait for a lock and do it; and to read an index once, which takes a while on a large collection. */
const maxTimeMS = { change: 30_000, reading: 3_600_000 };

/** What the server does in a moment, or in one reading of an index: everything but a build. */
export type QuickStep = Exclude<IndexStep, { readonly kind: 'create' }>;

/**
 * Carries out one step, of a conversion to unique what follows `prepareUnique`; `comment` is what `abortCommand` finds it
 * by. Throws what the driver throws.
 */
export async function runQuickStep(on: CollectionOnServer, step: QuickStep, comment: string): Promise<void> {
  const { connection, database, collection } = on;
  const { name } = step.index;
  const change = (options: Document, limit?: number) => changeOptions(on, step, comment, options, limit);
  switch (step.kind) {
    case 'hide':
    case 'unhide':
      await change({ hidden: step.kind === 'hide' });
      break;
    case 'set-ttl':
      await change({ expireAfterSeconds: step.seconds });
      break;
    case 'unprepare-unique':
      await change({ prepareUnique: false });
      break;
    case 'drop':
      await connection.client
        .db(database)
        .command({ dropIndexes: collection, index: name, maxTimeMS: maxTimeMS.change, comment });
      break;
    case 'make-unique':
      await change({ unique: true }, maxTimeMS.reading);
  }
}

/** Before a conversion to unique: from here on the server refuses new duplicates. */
export async function prepareUnique(on: CollectionOnServer, step: QuickStep, comment: string): Promise<void> {
  await changeOptions(on, step, comment, { prepareUnique: true });
}

async function changeOptions(
  { connection, database, collection }: CollectionOnServer,
  { index: { name } }: QuickStep,
  comment: string,
  options: Document,
  limit = maxTimeMS.change,
): Promise<void> {
  const command = { collMod: collection, index: { name, ...options }, maxTimeMS: limit, comment };
  await connection.client.db(database).command(command);
}
