import type { CollationOptions, Document } from 'mongodb';
import type { DuplicateCount, DuplicateKey } from '../model/duplicates.js';
import { canCountDuplicates, duplicatesPipeline, emptyArray } from '../model/duplicates-pipeline.js';
import type { IndexSpecification } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import { UserError } from '../model/user-error.js';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';
import { loadDriver } from './driver.js';
import { withUserErrors } from './errors.js';

interface CountOptions {
  readonly signal?: AbortSignal;
  /** The server's time limit in milliseconds; a minute when left out. */
  readonly maxTimeMS?: number;
}

/** How many keys are told with their values. */
const told = 5;

/**
 * Counts what would make a unique build of this index fail, by reading every document it would hold, on the primary:
 * `keys` is 0 exactly when there is nothing to fail for. Rejects with a `UserError`: `timeout`, `cancelled`,
 * `not-permitted`, `connection-lost`; `usage` for a kind of index that cannot be counted.
 */
export async function countDuplicates(
  connection: Connection,
  database: string,
  collection: string,
  index: Pick<IndexSpecification, 'key' | 'options'>,
  { signal, maxTimeMS = 60_000 }: CountOptions = {},
): Promise<DuplicateCount> {
  if (!canCountDuplicates(index)) {
    throw new UserError(
      'usage',
      'Duplicates of this kind of index cannot be counted beforehand.',
      'Create it: the server names the first duplicate it meets.',
    );
  }
  const doing = { what: `counting duplicates in ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const driver = await loadDriver();
    const { EJSON } = driver.BSON;
    const facets = {
      sums: [
        {
          $group: {
            _id: null,
            keys: { $sum: 1 },
            documents: { $sum: '$documents' },
            plain: { $min: '$plain' },
          },
        },
      ],
      first: [{ $sort: { documents: -1, first: 1 } }, { $limit: told }],
    };
    const pipeline = EJSON.deserialize(duplicatesPipeline(index), {
      relaxed: true,
    }) as Document[];
    const { collation } = index.options;
    const [answer] = await connection.client
      .db(database)
      .collection(collection)
      .aggregate([...pipeline, { $facet: facets }], {
        ...(collation === undefined
          ? {}
          : { collation: EJSON.deserialize(collation as Document) as CollationOptions }),
        allowDiskUse: true,
        maxTimeMS,
        signal,
        readPreference: 'primary',
        comment: 'index-lens duplicates',
        promoteLongs: false,
      })
      .toArray();
    const { sums, first } = answer as { sums: Document[]; first: Document[] };
    const [sum] = sums;
    return {
      keys: Number(sum?.keys ?? 0),
      documents: Number(sum?.documents ?? 0),
      first: first.map((each) => duplicateKey(each, index, driver)),
      isPlain: sum?.plain !== false,
    };
  });
}

function duplicateKey(
  { _id, documents, first, last }: Document,
  { key }: Pick<IndexSpecification, 'key'>,
  { BSON }: Driver,
): DuplicateKey {
  const json = (value: unknown) =>
    (BSON.EJSON.serialize({ value }, { relaxed: true }) as { value: Json }).value;
  const values = (_id as unknown[]).map(json);
  const isEmptyArray = (value: Json) => JSON.stringify(value) === JSON.stringify(emptyArray);
  return {
    values: key.map(([path], at) => {
      const value = values[at] ?? null;
      return [path, isEmptyArray(value) ? [] : value];
    }),
    documents: Number(documents),
    ids: [json(first), json(last)],
  };
}
