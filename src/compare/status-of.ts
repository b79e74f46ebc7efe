import type { IndexStatus } from '../model/comparison.js';
import type { IndexSpecification, LiveIndex } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import { differences, normalForm, sameIdentity, type NormalForm } from './normal-form.js';

export interface IndexStanding {
  readonly status: Exclude<IndexStatus, 'extra'>;
  readonly differences: readonly string[];
  /** The live index it was judged by; null for `missing`. */
  readonly live: LiveIndex | null;
}

/** A live index with what is compared of it. */
export interface Candidate {
  readonly live: LiveIndex;
  readonly form: NormalForm;
}

export function candidate(live: LiveIndex): Candidate {
  // A live index says its collation itself: none means simple, whatever the collection's default.
  return { live, form: normalForm(live) };
}

/**
 * The status of one definition, so that it foretells what `createIndexes` would do: nothing (`applied`, `building`,
 * `hidden`), create (`missing`), or refuse with code 85, 86 or 67 (`different`). One case apart: a definition that
 * says `hidden` over a visible index is `different`, though the server ignores it without a word.
 */
export function statusOf(
  defined: IndexSpecification,
  candidates: readonly Candidate[],
  defaultCollation?: Json,
): IndexStanding {
  const form = normalForm(defined, defaultCollation);
  const match =
    candidates.find(({ live, form: other }) => live.name === defined.name && sameIdentity(form, other)) ??
    candidates.find((other) => sameIdentity(form, other.form)) ??
    candidates.find(({ live }) => live.name === defined.name) ??
    // A collection has one text index at most.
    candidates.find((other) => form.textPaths !== null && other.form.textPaths !== null);
  if (!match) return { status: 'missing', differences: [], live: null };

  const { live } = match;
  const found = differences(form, match.form);
  if (live.name !== defined.name) found.push('name');
  if (defined.options.hidden === true && !live.hidden) found.push('hidden');
  if (found.length > 0) return { status: 'different', differences: found, live };
  if (live.building) return { status: 'building', differences: [], live };
  if (live.hidden && defined.options.hidden !== true) return { status: 'hidden', differences: [], live };
  return { status: 'applied', differences: [], live };
}
