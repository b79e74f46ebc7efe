import type { Model } from './catalog.js';
import type { ComparedCollection } from './comparison.js';
import type { IndexSpecification } from './index-specification.js';
import type { QuerySite } from './query.js';

/**
 * What becomes of an index. `keep`: it stays as it is; `extend`: it gets more paths; `merge`: it takes the place of
 * several; `add`: it is new; `remove`: it goes, because others serve its queries, or because it has none.
 */
export type StrategyAct = 'keep' | 'extend' | 'merge' | 'add' | 'remove';

export interface StrategyStep {
  readonly act: StrategyAct;
  /** As it is afterwards; of a removal, what goes. */
  readonly index: IndexSpecification;
  /** Names of the indexes whose place it takes. */
  readonly replaces: readonly string[];
  /** The query sites that it serves, best for them among all that stay; of a removal, none. */
  readonly serves: readonly QuerySite[];
  /** Whole sentences. */
  readonly reason: string;
}

/** The smallest set of indexes that serves all queries of one collection, and the way there. */
export interface Strategy {
  readonly steps: readonly StrategyStep[];
  /** How many indexes there are with `_id_`: now, and afterwards. */
  readonly before: number;
  readonly after: number;
  readonly budget: number;
  /** Sites that no index of the budget serves, or whose query could not be read. */
  readonly unserved: readonly QuerySite[];
}

export interface StrategyLimits {
  /** The most indexes that the collection may have, with `_id_`. */
  readonly budget: number;
  /** False: a model or a query of the collection could not be read to its end; then nothing is removed. */
  readonly complete: boolean;
  /** Its paths begin an index that has to stay; null: not sharded. */
  readonly shardKey: readonly string[] | null;
}

/** What the queries of one shape examined on a copy, in keys and documents. */
export interface MeasuredQuery {
  readonly sites: readonly QuerySite[];
  /** By the indexes that are there. */
  readonly now: number;
  /** By those of the strategy. */
  readonly after: number;
  /** By one index for each shape: equality, sort, range. */
  readonly each: number;
}

/** A strategy that was measured on a copy of the collection. */
export interface StrategyMeasurement {
  readonly queries: readonly MeasuredQuery[];
  /** How many indexes one for each shape are. */
  readonly indexesOfEach: number;
  /** Documents of the copy, and of the collection; null: the role does not permit to know. */
  readonly documents: number;
  readonly of: number | null;
  /** What was planned examined more than one index for each shape, and another set was found that does not, or less so. */
  readonly isOtherSet: boolean;
  /** Shapes that could not be run. */
  readonly left: number;
}

/** The strategy of one collection, with what it was planned on. */
export interface CollectionStrategy {
  readonly collection: string;
  readonly models: readonly Model[];
  /** The queries that counted. */
  readonly sites: readonly QuerySite[];
  /** False: a model or a query of it could not be read to its end; nothing is removed. */
  readonly complete: boolean;
  readonly strategy: Strategy;
  /** Null: no server was asked, or it does not know the collection. */
  readonly live: ComparedCollection | null;
  /** Null: it was not measured. */
  readonly measured: StrategyMeasurement | null;
}
