import { indexNamed } from '../compare/index-named.js';
import { copy } from '../host/clipboard.js';
import type { Target } from '../host/contributions.js';
import { withOwnCollation } from '../model/collation.js';
import { mongooseIndex, shellCreateIndex } from '../report/index-code.js';
import type { LiveServer } from './live-server.js';

/** Puts the call on the clipboard that creates an index: in mongosh, or on a Mongoose schema. */
export async function copyIndexCode(
  server: LiveServer,
  target: Target | null,
  form: 'shell' | 'mongoose',
): Promise<void> {
  const { comparison } = server.snapshot;
  if (target?.kind !== 'index' || !comparison) return;
  const found = indexNamed(comparison, target.collection, target.name);
  if (!found) return;
  // Where the collection has a collation of its own, an index that has none has to say so.
  const hasDefault = found.collection.idIndex?.options.collation !== undefined;
  const specification =
    found.live && hasDefault ? withOwnCollation(found.specification) : found.specification;
  const text =
    form === 'shell' ? shellCreateIndex(target.collection, specification) : mongooseIndex(specification);
  await copy(text, form === 'shell' ? 'createIndex for mongosh' : 'schema.index for Mongoose');
}
