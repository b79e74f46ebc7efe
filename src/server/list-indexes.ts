import type { Document } from 'mongodb';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';

/**
 * The specifications of a collection as `listIndexes` gives them, in the order of their creation. A `key` is an
 * object, or a Map where an object would move a path to the front because it looks like a number.
 */
export async function listIndexes(
  { client }: Connection,
  database: string,
  collection: string,
  { BSON }: Driver,
  signal: AbortSignal | undefined,
): Promise<Document[]> {
  // A collection has at most 64 indexes, so that all of them come in the first batch.
  const command = { listIndexes: collection, cursor: { batchSize: 1_000 }, maxTimeMS: 30_000 };
  const answer = await client.db(database).command(command, { signal });
  const specifications = (answer.cursor as { firstBatch: Document[] }).firstBatch;
  if (!specifications.some(({ key }) => hasLostItsOrder(key as Document))) return specifications;
  const raw = await client.db(database).command(command, { signal, raw: true });
  const { firstBatch } = BSON.deserialize(raw.cursor as Uint8Array, { fieldsAsRaw: { firstBatch: true } });
  const orders = new Map(
    (firstBatch as Uint8Array[]).map((bytes) => {
      const { name, key } = BSON.deserialize(bytes, { raw: true });
      return [String(name), namesIn(key as Uint8Array, BSON)];
    }),
  );
  return specifications.map((specification) => {
    const key = specification.key as Document;
    const order = orders.get(String(specification.name)) ?? Object.keys(key);
    return { ...specification, key: new Map(order.map((path) => [path, key[path] as unknown])) };
  });
}

function hasLostItsOrder(key: Document): boolean {
  const paths = Object.keys(key);
  return paths.length > 1 && paths.some((path) => /^\d+$/.test(path));
}

/** The names of a document's fields in the order of its bytes. */
function namesIn(bytes: Uint8Array, BSON: Driver['BSON']): string[] {
  const decoder = new TextDecoder();
  return [...BSON.onDemand.parseToElements(bytes)].map(([, start, length]) =>
    decoder.decode(bytes.subarray(start, start + length)),
  );
}
