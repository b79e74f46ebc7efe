import type { Fix, IndexRule, Severity } from '../../model/finding.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { Model } from '../../model/catalog.js';
import type { Place } from '../../model/place.js';
import type { AskedCollection, AskedQuery } from './site-rule.js';

/** A collection with its models and all that the code asks of it. */
interface UsedCollection {
  readonly of: AskedCollection;
  readonly models: readonly Model[];
  readonly queries: readonly AskedQuery[];
  /** False: a query may ask for it that could not be read. */
  readonly allQueriesRead: boolean;
}

interface IndexFinding {
  readonly message: string;
  readonly place: Place;
  readonly indexes: readonly string[];
  readonly fix?: Fix;
}

export interface IndexCheck {
  readonly rule: IndexRule;
  readonly severity: Severity;
  readonly check: (collection: UsedCollection) => readonly IndexFinding[];
}

/** An index that keeps a promise, or removes documents: it is there for more than queries. */
export function hasDuty({ options }: DefinedIndex): boolean {
  return options.unique === true || options.expireAfterSeconds !== undefined;
}
