import * as vscode from 'vscode';

import { whyRefused, whyRefusedIn } from '../compare/refused-index.js';
import { planIndex } from '../ensure.js';
import type { Target } from '../host/contributions.js';
import type { ComparedCollection } from '../model/comparison.js';
import type { Direction, IndexSpecification, KeyPattern } from '../model/index-specification.js';
import type { Json, JsonObject } from '../model/json.js';
import { UserError } from '../model/user-error.js';
import { defaultName } from '../report/index-code.js';
import { typedValue } from '../server/typed-value.js';
import { requireWritable } from './confirm-change.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';
import type { ShownEnsures } from './shown-ensures.js';

/** Asks for a key pattern and options, checked as they are typed, and shows the plan that creates the index. */
export async function createIndex(
  server: LiveServer,
  shown: ShownEnsures,
  target?: Target | null,
): Promise<void> {
  requireWritable(server.snapshot);
  const collection = target?.kind === 'collection' ? target.collection : await pickCollection(server);
  if (!collection) return;
  const key = await ask(
    `Create an Index in ${collection}: Key Pattern`,
    '{ companyId: 1, createdAt: -1 }',
    (text) =>
      keyOf(text).then((typed) => refusedIn(server, collection, { key: typed, options: {}, name: 'new' })),
  );
  if (key === undefined) return;
  const pattern = await keyOf(key);
  const options = await ask(
    `Create an Index in ${collection}: Options of ${key}`,
    '{ unique: true, partialFilterExpression: { email: { $exists: true } } }; empty: none',
    (text) => specificationOf(pattern, text).then((index) => refusedIn(server, collection, index, true)),
  );
  if (options === undefined) return;
  const index = await specificationOf(pattern, options);
  const again = async () => {
    const comparison = await refresh(server);
    return comparison && { plan: planIndex(comparison, collection, index), ways: new Map() };
  };
  const plan = await again();
  if (plan) shown.show({ server, ...plan, again });
}

async function pickCollection(server: LiveServer): Promise<string | undefined> {
  const names = server.snapshot.comparison?.collections.map(({ collection }) => collection) ?? [];
  return vscode.window.showQuickPick(names.toSorted(), {
    title: 'Create an Index',
    placeHolder: 'In which collection?',
  });
}

/** `check` rejects or gives why a text is not accepted; null: it is. */
function ask(
  title: string,
  placeHolder: string,
  check: (text: string) => Promise<string | null>,
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    prompt: 'As one types it into mongosh',
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (text) =>
      check(text).catch((error: unknown) => (error instanceof UserError ? error.message : String(error))),
  });
}

async function keyOf(text: string): Promise<KeyPattern> {
  const typed = await objectOf(text);
  return Object.entries(typed).map(([path, direction]) => [path, direction as Direction]);
}

async function specificationOf(key: KeyPattern, text: string): Promise<IndexSpecification> {
  const { name, ...options } = text.trim() === '' ? {} : await objectOf(text);
  const index = { key, options, name: '' };
  return { ...index, name: typeof name === 'string' && name !== '' ? name : defaultName(index) };
}

/** Braces may be left out. */
async function objectOf(text: string): Promise<JsonObject> {
  const braced = text.trim().startsWith('{') ? text : `{ ${text} }`;
  const value: Json = await typedValue(braced).catch(() => null);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new UserError('usage', 'This is no object yet: { path: 1 }', 'Type it as in mongosh.');
}

/** Whether what is there is in the way is said once all of the index is known. */
function refusedIn(
  server: LiveServer,
  collection: string,
  index: IndexSpecification,
  isWhole = false,
): string | null {
  const found = collectionOf(server, collection);
  const kind =
    server.snapshot.live?.collections.find((one) => one.collection === collection)?.kind ?? 'collection';
  return isWhole && found ? whyRefusedIn(index, found, kind) : whyRefused(index);
}

function collectionOf(server: LiveServer, name: string): ComparedCollection | undefined {
  return server.snapshot.comparison?.collections.find(({ collection }) => collection === name);
}
