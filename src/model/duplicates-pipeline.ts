import type { IndexSpecification } from './index-specification.js';
import type { Json, JsonObject } from './json.js';

// What a unique index would compare, said as an aggregation. Held against what createIndexes does by a generator.

type Unchecked = Pick<IndexSpecification, 'key' | 'options'>;

/**
 * Whether duplicates of this kind of index can be told by an aggregation: ascending and descending keys, without paths
 * such as `grid.0`, which lead to a position or a field.
 */
export function canCountDuplicates({ key }: Unchecked): boolean {
  return key.every(
    ([path, direction]) => typeof direction === 'number' && !/(^|\.)(\$\*\*|\d+)(\.|$)/.test(path),
  );
}

/** Each key that several documents have: `{_id: [value of each path], documents, first, last, plain}`. */
export function duplicatesPipeline(index: Unchecked): readonly JsonObject[] {
  return [
    ...documentsOf(index),
    { $project: { key: { $setUnion: [keysOf(index), []] }, plain: plainKey(index) } },
    { $addFields: { plain: { $eq: ['$key', ['$plain']] } } },
    { $unwind: '$key' },
    {
      $group: {
        _id: '$key',
        documents: { $sum: 1 },
        first: { $first: '$_id' },
        last: { $last: '$_id' },
        plain: { $min: '$plain' },
      },
    },
    { $match: { documents: { $gt: 1 } } },
  ];
}

/** The same to be read and pasted, for documents without arrays on the way to the values. */
export function plainDuplicatesPipeline(index: Unchecked): readonly JsonObject[] {
  return [
    ...documentsOf(index),
    { $group: { _id: plainKey(index), documents: { $sum: 1 }, ids: { $push: '$_id' } } },
    { $match: { documents: { $gt: 1 } } },
    { $sort: { documents: -1 } },
  ];
}

/** How `[]` stands in a key: the server keeps it apart from null. */
export const emptyArray = { emptyArray: true };

/** Only documents that the index would hold. */
function documentsOf({ key, options }: Unchecked): readonly JsonObject[] {
  const { partialFilterExpression } = options;
  const hasOne = { $or: key.map(([path]) => ({ [path]: { $exists: true } })) };
  return [
    ...(partialFilterExpression === undefined ? [] : [{ $match: partialFilterExpression }]),
    ...(options.sparse === true ? [{ $match: hasOne }] : []),
  ];
}

/** In an array what is missing stands as null. */
function plainKey({ key }: Unchecked): Json {
  return key.map(([path]) => `$${path}`);
}

/**
 * All keys of one document, each an array of values in the order of the pattern. An array gives one key for each of its
 * elements; paths through the same array go through it together (MongoDB's manual, "Multikey Indexes").
 */
function keysOf({ key, options }: Unchecked): Json {
  const root = trieOf(key.map(([path]) => path));
  const found = tuplesOf(root, '$$ROOT', 0);
  const order = leavesOf(root);
  const isFound = { $ne: ['$$tuple', order.map(() => ({}))] };
  const kept = options.sparse === true ? { $filter: { input: found, as: 'tuple', cond: isFound } } : found;
  const values = key.map(([path]) => ({
    $let: {
      vars: { own: { $arrayElemAt: ['$$tuple', order.indexOf(path)] } },
      in: { $ifNull: ['$$own.v', null] },
    },
  }));
  return { $map: { input: kept, as: 'tuple', in: values } };
}

interface Trie {
  /** The path that ends here; null: it goes on only. */
  readonly path: string | null;
  readonly children: ReadonlyMap<string, Trie>;
}

function trieOf(paths: readonly string[], prefix = ''): Trie {
  const names = [...new Set(paths.filter((path) => path !== '').map((path) => path.split('.')[0] ?? ''))];
  const own = paths.includes('') ? prefix : null;
  const children = names.map((name): [string, Trie] => {
    const rests = paths
      .filter((path) => path === name || path.startsWith(`${name}.`))
      .map((path) => path.slice(name.length + 1));
    return [name, trieOf(rests, prefix === '' ? name : `${prefix}.${name}`)];
  });
  return { path: own, children: new Map(children) };
}

/** In the order of the tuples of `tuplesOf`. */
function leavesOf({ path, children }: Trie): readonly string[] {
  return [...(path === null ? [] : [path]), ...[...children.values()].flatMap(leavesOf)];
}

/** The keys below a value, each an array of `{v: value}`, or `{}` where the path is missing. */
function tuplesOf(trie: Trie, value: string, depth: number): Json {
  const element = `e${depth}`;
  const single = tuplesOfOne(trie, value, depth);
  if (value === '$$ROOT') return single;
  const each: Json = {
    $reduce: {
      input: { $map: { input: value, as: element, in: tuplesOfOne(trie, `$$${element}`, depth) } },
      initialValue: [],
      in: { $concatArrays: ['$$value', '$$this'] },
    },
  };
  const none = leavesOf(trie).map((path): Json =>
    path === trie.path ? { v: { $literal: emptyArray } } : {},
  );
  const ofArray: Json = { $cond: [{ $eq: [value, []] }, [none], each] };
  return { $cond: [{ $isArray: [value] }, ofArray, single] };
}

/** Of a value that is not gone through as an array: of a document each field, of anything else nothing. */
function tuplesOfOne({ path, children }: Trie, value: string, depth: number): Json {
  const own: Json = path === null ? null : [[{ v: value }]];
  return [...children].reduce<Json>((before, [name, child]) => {
    const variable = `v${depth}`;
    const field = { $cond: [{ $isArray: [value] }, '$$REMOVE', `${value}.${name}`] };
    const below = {
      $let: { vars: { [variable]: field }, in: tuplesOf(child, `$$${variable}`, depth + 1) },
    };
    return before === null ? below : crossed(before, below, depth);
  }, own);
}

/** Each of the left with each of the right, joined. */
function crossed(left: Json, right: Json, depth: number): Json {
  const [one, other] = [`l${depth}`, `r${depth}`];
  return {
    $reduce: {
      input: {
        $map: {
          input: left,
          as: one,
          in: { $map: { input: right, as: other, in: { $concatArrays: [`$$${one}`, `$$${other}`] } } },
        },
      },
      initialValue: [],
      in: { $concatArrays: ['$$value', '$$this'] },
    },
  };
}
