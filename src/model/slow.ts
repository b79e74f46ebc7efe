import type { Finding } from './finding.js';
import type { Json, JsonObject } from './json.js';
import type { QueryShape, QuerySite } from './query.js';

/** Where slow operations come from: documents of `system.profile` as EJSON, or a log's text. */
export type SlowRecords =
  | { readonly source: 'profiler'; readonly records: readonly JsonObject[] }
  | { readonly source: 'log'; readonly text: string };

/** An operation that a server logged as slow. Values are EJSON; what was not logged is null. */
export interface SlowOperation {
  readonly collection: string;
  /** As the server names it: `find`, `aggregate`, `count`, `distinct`, `update`, `delete`, `findAndModify`. */
  readonly operation: string;
  readonly filter: Json;
  readonly sort: Json;
  readonly projection: Json;
  readonly limit: Json;
  readonly skip: Json;
  readonly collation: Json;
  readonly pipeline: Json;
  readonly distinctKey: string | null;
  readonly ms: number;
  readonly docsExamined: number;
  readonly keysExamined: number;
  readonly returned: number;
  readonly planSummary: string | null;
}

/** Slow operations of one shape. */
export interface SlowQuery {
  readonly collection: string;
  readonly operation: string;
  readonly shape: QueryShape;
  readonly count: number;
  readonly ms: { readonly max: number; readonly mean: number };
  /** Of the slowest one; so are the next three. */
  readonly docsExamined: number;
  readonly keysExamined: number;
  readonly returned: number;
  readonly planSummary: string | null;
  /** Where the code asks it. */
  readonly sites: readonly QuerySite[];
  readonly findings: readonly Finding[];
}
