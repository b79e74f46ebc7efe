import type { Json } from './json.js';
import type { Place, Range } from './place.js';
import type { Problem } from './problem.js';

/**
 * A value as code writes it, as far as it can be known without running it. `value` is known (relaxed EJSON);
 * a `hole` is known only when the program runs (`company._id`).
 */
export type Expression =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly ExpressionEntry[] }
  | {
      readonly kind: 'hole';
      readonly text: string;
      readonly reason: string;
      readonly range: Range;
      /** It is a pattern, whatever it matches. */
      readonly isPattern?: true;
    };

export interface ExpressionEntry {
  readonly key: string;
  readonly value: Expression;
  /** Set only on some ways through the code. */
  readonly optional: boolean;
}

/** Who takes the call: Mongoose casts and knows schemas, the driver and the shell send what they are given. */
export type QueryApi = 'mongoose' | 'driver' | 'shell';

/** One call in code that reads or writes by a filter. */
export interface QuerySite {
  /** The call's own name, `findOne` in `Contact.findOne(…)`. */
  readonly place: Place;
  /** The whole expression with what is chained to it. */
  readonly range: Range;
  /** Of a helper's call that passes on what it is asked by: the files that ask so, where they are others than its own. */
  readonly askedIn?: readonly string[];
  readonly api: QueryApi;
  /** Null for the native driver, or where it could not be read. */
  readonly model: string | null;
  readonly collection: string | null;
  /** Its model is the one that an object holds by this name, which is looked up among all; absent in a catalog. */
  readonly heldAs?: string;
  /** As the code names it: `find`, `findOne`, … */
  readonly operation: string;
  /**
   * What the planner searches by. Of an aggregation these parts are those of its leading stages that the server pushes
   * into the search, as if a find had been written; `pipeline` holds the whole.
   */
  readonly filter: Expression;
  readonly sort: Expression | null;
  readonly projection: Expression | null;
  readonly limit: Expression | null;
  readonly skip: Expression | null;
  /** An index's name, or its key pattern. */
  readonly hint: Expression | null;
  readonly collation: Expression | null;
  /** Stages of an aggregation, those of its `$lookup`s and the like inside; null: it is none. */
  readonly pipeline: Expression | null;
  /** Of a `distinct`: the path whose values are asked for. */
  readonly distinctKey: string | null;
  /** Inside a loop, or a callback that runs for each of several values. */
  readonly inLoop: boolean;
  /** In loops, whose passes have to ask one after the other: they need what one before found, wrote or was told by others. */
  readonly inTurn?: true;
  /** Mongoose: results are plain objects (`lean()`). */
  readonly isLean: boolean;
  /** Paths of its result that the code reads, where it does nothing else with it; absent: that is not known. */
  readonly readPaths?: readonly string[];
  /** False: a part could not be read; `problems` says which. Holes alone do not make a site incomplete. */
  readonly complete: boolean;
  readonly problems: readonly Problem[];
}

export type PredicateKind =
  'equality' | 'range' | 'in' | 'negation' | 'exists' | 'regex' | 'text' | 'geo' | 'elemMatch' | 'other';

export interface Predicate {
  readonly path: string;
  readonly predicate: PredicateKind;
  readonly optional: boolean;
}

/** MongoDB's term: what a query asks, without its values. */
export interface QueryShape {
  readonly filter: readonly Predicate[];
  readonly sort: readonly (readonly [path: string, direction: number])[];
}

/** Where a value of the explained query came from; `assumed`: a limit, a skip or a direction that nobody gave. */
export type ValueOrigin = 'code' | 'input' | 'sample' | 'placeholder' | 'assumed';

export interface FilledValue {
  readonly path: string;
  readonly value: Json;
  readonly from: ValueOrigin;
  /** Where only the running program knows the value. */
  readonly hole?: FilledHole;
}

export interface FilledHole {
  /** Tells the holes of one query apart. */
  readonly id: string;
  /** As the code writes it: `company._id`. */
  readonly text: string;
  /** Of an option beside the filter, what it takes; absent: any value. */
  readonly takes?: OptionValue;
}

/** Of a limit or skip: a whole number from 0; of a path of a sort: 1 or -1. */
export type OptionValue = 'count' | 'direction';

/** Which documents give values: `typical`, one from the middle of them; `extreme`, the most frequent values. */
export type SampleChoice = 'typical' | 'extreme';
