import type { EnsurePlan } from '../../src/model/ensure.js';
import type { Direction, IndexOptions, IndexSpecification } from '../../src/model/index-specification.js';

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
