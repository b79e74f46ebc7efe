import type { KeyPattern } from './index-specification.js';
import type { Json, JsonObject } from './json.js';

/**
 * How much of a path's keys an index scan reads: `points` single values, `range` from one to another, `all` of them,
 * `ranges` several apart, `other` what has no order for people (hashes, cells of the sphere, words of a text).
 */
type BoundsKind = 'points' | 'range' | 'ranges' | 'all' | 'other';

/** Of one path of an index: which keys are read. */
export interface PathBounds {
  readonly path: string;
  readonly kind: BoundsKind;
  /** In words: `companyId = 7`, `start from 2025-01-01 up`, `total: any value`. */
  readonly text: string;
  /** Places at which the scan starts anew; 1 unless there are several points or ranges. */
  readonly intervals: number;
}

/** How a stage uses an index. */
export interface IndexUse {
  readonly name: string;
  readonly key: KeyPattern;
  /** In the order of the key; empty where the server tells none, as for a look-up by `_id` or a text index. */
  readonly bounds: readonly PathBounds[];
  readonly direction: 'forward' | 'backward';
  readonly isMultikey: boolean;
  /** Paths that hold arrays in some document, where the server tells. */
  readonly multikeyPaths: readonly string[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly isPartial: boolean;
}

/** Memory of a stage that keeps documents; null is what the server does not tell. Bytes. */
export interface StageMemory {
  readonly bytes: number | null;
  readonly limitBytes: number | null;
  /** It did not fit, and went through temporary files. */
  readonly spilled: boolean;
  readonly spills: number | null;
  readonly spilledBytes: number | null;
}

/** A small stage of the slot-based engine that did a part of a stage's work. */
interface EngineStage {
  readonly stage: string;
  readonly returned: number | null;
  readonly ms: number | null;
  readonly details: JsonObject;
}

/** One thing to tell of a stage, in words: `bounds`, `status = "paid"`. */
export interface StageFact {
  readonly name: string;
  readonly text: string;
}

/** One stage of a plan. Numbers are null where the server did not report them (queryPlanner verbosity). */
export interface PlanStage {
  readonly stage: string;
  readonly inputs: readonly PlanStage[];
  /** What it is to the stage above: `shard sh2`, `facet prices`, `documents of customers`; null: its plain input. */
  readonly branch: string | null;
  readonly index: string | null;
  readonly use: IndexUse | null;
  /** What its inputs handed it; null for a leaf. */
  readonly rowsIn: number | null;
  readonly returned: number | null;
  readonly docsExamined: number | null;
  readonly keysExamined: number | null;
  /** The server's estimate, the inputs' time included, in milliseconds. */
  readonly ms: number | null;
  /** Its time less that of its inputs. */
  readonly ownMs: number | null;
  readonly memory: StageMemory | null;
  /** In two or three words: `walks the index`; empty for a stage that this version does not know. */
  readonly does: string;
  /** What of it tells most, in words: bounds, filter, order, memory. */
  readonly facts: readonly StageFact[];
  /** The one stage of the plan that takes the most, where one clearly does. */
  readonly isDominant: boolean;
  /** Everything else the server said of this stage, without its inputs. */
  readonly details: JsonObject;
  /** Engine 2: the small stages that ran for it, from the top. */
  readonly engine: readonly EngineStage[];
}

export interface PlanMetrics {
  /** Null: shards tell what each returned, and nobody what came of it. */
  readonly returned: number | null;
  readonly docsExamined: number;
  readonly keysExamined: number;
  readonly ms: number;
}

/** The planner runs the candidates against each other for a moment: what one did in that time. */
export interface PlanTrial {
  readonly returned: number;
  readonly docsExamined: number;
  readonly keysExamined: number;
  /** Units of work, by the server's count; null: engine 2 counts what it reads instead. */
  readonly works: number | null;
  readonly score: number | null;
  readonly stages: PlanStage;
}

export interface RejectedPlan {
  readonly plan: PlanStage;
  /** Null: the server tells it only at allPlansExecution verbosity. */
  readonly trial: PlanTrial | null;
  /** One sentence: why it lost. */
  readonly reason: string;
}

/** What the planner had to go by, and what it says of itself. */
export interface PlannerFacts {
  /** `classic`, or `slot-based` (engine 2); null: the server does not tell. */
  readonly engine: 'classic' | 'slot-based' | null;
  /** `database.collection`; null: told by the shards alone. */
  readonly namespace: string | null;
  /** The filter as the planner understood it. */
  readonly query: Json | null;
  /** The command that was explained, where the server repeats it. */
  readonly command: JsonObject | null;
  /** An index filter (`planCacheSetFilter`) limits which indexes it may use. */
  readonly indexFilter: boolean;
  /** An index's name or key pattern, or `{ $natural: 1 }`. */
  readonly hint: Json | null;
  /** The command's own time limit, which an explain does not keep. */
  readonly maxTimeMS: number | null;
  readonly planCacheKey: string | null;
  /** 8.0 and later: the plan that stands in the plan cache. */
  readonly isCached: boolean;
  readonly serverVersion: string | null;
}

/** Why an execution did not reach its end. */
export interface PlanFailure {
  /** The server's words. */
  readonly message: string;
  /** The server's error code; 50: time limit. */
  readonly code: number | null;
}

/** One model of `explain` output for every operation, engine version and topology. */
export interface Plan {
  readonly winning: PlanStage;
  /** What the winning plan did in the trial, where the server tells. */
  readonly trial: PlanTrial | null;
  readonly rejected: readonly RejectedPlan[];
  /** Null at queryPlanner verbosity. */
  readonly metrics: PlanMetrics | null;
  readonly failure: PlanFailure | null;
  /** Names of the indexes the winning plan uses, each once. */
  readonly indexes: readonly string[];
  readonly planner: PlannerFacts;
  /** The server's answer, relaxed EJSON. */
  readonly raw: Json;
}

export type Verdict = 'good' | 'warning' | 'bad';

export interface Reason {
  /** A rule's id, for example `collection-scan`. */
  readonly rule: string;
  /** The rule's number in docs/plan-rules.md. */
  readonly number: number;
  /** `note`: worth knowing, and neither for nor against the plan. */
  readonly weight: Verdict | 'note';
  readonly message: string;
}

export interface Assessment {
  /** The worst of the reasons' weights. */
  readonly verdict: Verdict;
  /** One sentence for people: what the server did. */
  readonly headline: string;
  readonly reasons: readonly Reason[];
}
