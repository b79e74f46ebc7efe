import { indexNamed } from '../compare/index-named.js';
import type { Files } from '../host/files.js';
import { applySourceEdit } from '../host/source-edits.js';
import type { ConflictWay } from '../model/conflict.js';
import type { SkippedIndex } from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { UserError } from '../model/user-error.js';
import { defaultName } from '../report/index-code.js';
import type { IndexChanges } from './index-changes.js';
import type { LiveServer, SeenDatabase } from './live-server.js';

/**
 * Settles an index that differs in the way that was chosen: on the server, after it was asked for, and in the code where
 * that then says something else. False: it was left as it is. `where`: what the plan was made for.
 */
export async function settleConflict(
  server: LiveServer,
  changes: IndexChanges,
  files: Files,
  { collection, name }: SkippedIndex,
  { change, definition }: ConflictWay,
  where: SeenDatabase,
): Promise<boolean> {
  server.requireStill(where);
  const { comparison } = server.snapshot;
  const found = comparison && indexNamed(comparison, collection, name);
  if (!found) throw notThere(name);
  if (change && !(await changes.ask(server, change, { ...found, where }))) return false;
  const isSaid = definition.name === name && change !== null;
  return isSaid || (await defineAs(server, files, collection, name, definition));
}

/** Makes the code say `definition` where it defines the index of this name. */
async function defineAs(
  server: LiveServer,
  files: Files,
  collection: string,
  name: string,
  definition: IndexSpecification,
): Promise<boolean> {
  const models = server.snapshot.catalog?.models ?? [];
  const model = models.find(
    (one) => one.collection === collection && one.indexes.some((index) => index.name === name),
  );
  const old = model?.indexes.find((index) => index.name === name);
  if (!model || !old) throw notThere(name);
  const { key, options } = definition;
  const written = {
    key,
    options,
    name: definition.name === defaultName(definition) ? null : definition.name,
  };
  const edit = await files.editIndexes(model, [{ kind: 'replace', old, index: written }]);
  return applySourceEdit(edit, `Define ${definition.name}`);
}

function notThere(name: string): UserError {
  return new UserError(
    'usage',
    `${name} is not what it was when this plan was made.`,
    'Ensure again to see the plan anew.',
  );
}
