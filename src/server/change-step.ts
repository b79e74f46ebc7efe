import type { Document } from 'mongodb';
import type { IndexStep } from '../model/index-change.js';
import type { CollectionOnServer } from './build-progress.js';

/** To wait for a lock and do it; and to read an index once, which takes a while on a large collection. */
const maxTimeMS = { change: 30_000, reading: 3_600_000 };

/** What the server does in a moment, or in one reading of an index: everything but a build. */
export type QuickStep = Exclude<IndexStep, { readonly kind: 'create' }>;

/** Carries out one step; `comment` is what `abortCommand` finds it by. Throws what the driver throws. */
export async function runQuickStep(
  { connection, database, collection }: CollectionOnServer,
  step: QuickStep,
  comment: string,
): Promise<void> {
  const db = connection.client.db(database);
  const { name } = step.index;
  const change = (options: Document, limit = maxTimeMS.change) =>
    db.command({ collMod: collection, index: { name, ...options }, maxTimeMS: limit, comment });
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
      await db.command({ dropIndexes: collection, index: name, maxTimeMS: maxTimeMS.change, comment });
      break;
    case 'make-unique':
      // From here on the server refuses new duplicates, so that what the reading finds holds for good.
      await change({ prepareUnique: true });
      try {
        await change({ unique: true }, maxTimeMS.reading);
      } catch (error) {
        if (step.index.options.prepareUnique !== true) await change({ prepareUnique: false });
        throw error;
      }
  }
}
