import type { Json } from '../model/json.js';
import type { CollectionFacts, PathSample } from '../model/judgement.js';
import { compareValues } from './bson-value.js';
import { prefixOf } from './leaf-bounds.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { knownOf } from './sort-and-projection.js';

/** By kind, where no sample tells: equality is taken to be selective, a range to take a third. */
const guessed = {
  point: 0.01,
  item: 0.01,
  range: 0.33,
  prefix: 0.05,
  negation: 0.9,
  exists: 0.7,
  other: 0.5,
};

/** Which part of the documents a predicate leaves, 0 to 1: estimated. */
export function fractionOf(leaf: Leaf, facts: CollectionFacts): number {
  const { operator, negated } = leaf;
  const sample = facts.samples?.[leaf.path];
  const fraction = sample ? sampled(leaf, sample) : null;
  if (fraction !== null) return negated ? 1 - fraction : fraction;
  if (negated) return guessed.negation;
  if (operator === '$eq') return sample ? 1 / Math.max(1, sample.distinct) : guessed.point;
  if (operator === '$in') return inFraction(leaf, sample);
  if (operator === '$regex') return prefixOf(knownOf(leaf.value)) === '' ? guessed.other : guessed.prefix;
  if (['$gt', '$gte', '$lt', '$lte'].includes(operator)) return guessed.range;
  return operator === '$exists' ? guessed.exists : guessed.other;
}

function inFraction({ value }: Leaf, sample: PathSample | undefined): number {
  const count = itemsOf(value)?.length ?? 3;
  return Math.min(1, count * (sample ? 1 / Math.max(1, sample.distinct) : guessed.item));
}

/** Null: the value is not known, or the sample says nothing of such a predicate. */
function sampled({ operator, value }: Leaf, { values, distinct }: PathSample): number | null {
  const known = knownOf(value);
  if (known === undefined || values.length === 0) return null;
  const test = tests[operator];
  if (!test) return null;
  const count = values.filter((one) => test(one, known)).length;
  // What the sample does not hold may be there all the same: about as often as a value on the average.
  return count > 0 || operator.startsWith('$g') || operator.startsWith('$l')
    ? Math.max(count, 0.5) / values.length
    : Math.min(1 / values.length, 1 / Math.max(1, distinct));
}

const ordered = (accept: (order: number) => boolean) => (one: Json, known: Json) => {
  const order = compareValues(one, known);
  return order !== null && accept(order);
};

const tests: Readonly<Record<string, ((one: Json, known: Json) => boolean) | undefined>> = {
  $eq: (one, known) => compareValues(one, known) === 0,
  $in: (one, known) => Array.isArray(known) && known.some((item: Json) => compareValues(one, item) === 0),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
};
