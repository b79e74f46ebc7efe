import type { Json, JsonObject } from './json.js';

/** One stage of a plan. Numbers are null where the server did not report them (queryPlanner verbosity). */
export interface PlanStage {
  readonly stage: string;
  readonly inputs: readonly PlanStage[];
  readonly index: string | null;
  readonly returned: number | null;
  readonly docsExamined: number | null;
  readonly keysExamined: number | null;
  /** The server's estimate, the inputs' time included, in milliseconds. */
  readonly ms: number | null;
  /** Everything else the server said of this stage, without its inputs. */
  readonly details: JsonObject;
}

export interface PlanMetrics {
  readonly returned: number;
  readonly docsExamined: number;
  readonly keysExamined: number;
  readonly ms: number;
}

/** One model of `explain` output for every operation, engine version and topology. */
export interface Plan {
  readonly winning: PlanStage;
  readonly rejected: readonly PlanStage[];
  /** Null at queryPlanner verbosity. */
  readonly metrics: PlanMetrics | null;
  /** The server's message where the execution failed, as with a sort over the memory limit. */
  readonly failure: string | null;
  /** Names of the indexes the winning plan uses, each once. */
  readonly indexes: readonly string[];
  /** The server's answer, relaxed EJSON. */
  readonly raw: Json;
}

export type Verdict = 'good' | 'warning' | 'bad';

export interface Reason {
  /** A rule's id, for example `collection-scan`. */
  readonly rule: string;
  readonly message: string;
}

export interface Assessment {
  readonly verdict: Verdict;
  /** One sentence for people: what the server did. */
  readonly headline: string;
  readonly reasons: readonly Reason[];
}
