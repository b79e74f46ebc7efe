import type { EnsureOutcome, EnsurePlan } from '../../src/model/ensure.js';
import type { Direction, IndexOptions, IndexSpecification } from '../../src/model/index-specification.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { connected } from './test-server.js';

/** `index('a:1,b:-1', {unique: true})`, named as the server would. */
export function index(key: string, options: IndexOptions = {}, name?: string): IndexSpecification {
  const pairs = key.split(',').map((pair): [string, Direction] => {
    const [path = '', direction = ''] = pair.split(':');
    return [path, /^-?\d+$/.test(direction) ? Number(direction) : direction];
  });
  return { key: pairs, options, name: name ?? pairs.flat().join('_') };
}

export function plan(
  create: Readonly<Record<string, readonly IndexSpecification[]>>,
  database = 'app',
): EnsurePlan {
  return {
    database,
    collections: Object.entries(create).map(([collection, indexes]) => ({
      collection,
      models: [],
      exists: true,
      documents: null,
      sizeBytes: null,
      live: 1,
      create: indexes,
      existing: [],
      skipped: [],
    })),
  };
}

/** Ensures as root. */
export async function ensured(
  create: Readonly<Record<string, readonly IndexSpecification[]>>,
): Promise<EnsureOutcome> {
  return ensureIndexes(await connected(), plan(create));
}

export const createdNames = ({ created }: EnsureOutcome) => created.map(({ name }) => name);
export const failedCodes = ({ failed }: EnsureOutcome) => failed.map(({ name, code }) => [name, code]);

/** The indexes of a collection of `app` but `_id_`. */
export async function namesOn(collection: string): Promise<string[]> {
  const connection = await connected();
  const live = await connection.client.db('app').collection(collection).indexes();
  return live.map(({ name }) => name ?? '').filter((name) => name !== '_id_');
}
