import { compare } from './compare/compare.js';
import type { Catalog } from './model/catalog.js';
import type { Comparison } from './model/comparison.js';
import type { LiveDatabase } from './model/live.js';
import type { Connection } from './server/connection.js';
import { readDatabase } from './server/read.js';

export interface Inspection {
  readonly catalog: Catalog;
  readonly live: LiveDatabase;
  readonly comparison: Comparison;
}

/** The product's main line: what the code defines, what the server has, and how the two compare. */
export async function inspect(
  reading: Promise<Catalog>,
  connection: Connection,
  database: string,
  options: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<Inspection> {
  const [catalog, live] = await Promise.all([reading, readDatabase(connection, database, options)]);
  return { catalog, live, comparison: compare(catalog, live) };
}
