import type { Finding } from './finding.js';
import type { Json } from './json.js';
import type { Judgement } from './judgement.js';
import type { QueryShape, QuerySite } from './query.js';

/** A query with what is predicted of it and what the rules found. */
export interface JudgedSite {
  readonly site: QuerySite;
  readonly shape: QueryShape;
  /** As the server takes it; null: none, or only the program knows it. */
  readonly projection: Json;
  readonly limit: number | null;
  /** Null: its collection is not known. */
  readonly judgement: Judgement | null;
  readonly findings: readonly Finding[];
}

/** All queries of the code, judged by the indexes that it defines, or by those of a server. */
export interface QueryReport {
  readonly sites: readonly JudgedSite[];
  /** Findings on indexes. */
  readonly others: readonly Finding[];
  /** Whose indexes they were judged by; null: those that code defines. */
  readonly database: string | null;
  /** Findings that a baseline keeps quiet. */
  readonly known: number;
}
