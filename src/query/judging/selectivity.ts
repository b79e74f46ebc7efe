import type { Json } from '../../model/json.js';
import type { CollectionFacts, PathSample } from '../../model/judgement.js';
import { compareValues, typeOf } from './bson-value.js';
import { isFalse, prefixOf } from './leaf-bounds.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { Remembered } from './remembered.js';
import { knownOf } from '../sort-and-projection.js';

/** Where the count is not known: large enough that an index matters. */
const assumedDocuments = 100_000;

export function documentsIn({ documents }: CollectionFacts): number {
  return documents ?? assumedDocuments;
}

/** By kind, where no sample tells: equality is taken to be selective, a range to take a third. */
const guessed = { value: 0.01, range: 0.33, prefix: 0.05, negation: 0.9, exists: 0.7, other: 0.5 };

const comparisons = new Set(['$gt', '$gte', '$lt', '$lte']);

/** Which part of the documents predicates leave together, 0 to 1: estimated, paths taken to be independent. */
export function jointFraction(leaves: readonly Leaf[], facts: CollectionFacts): number {
  const paths = [...new Set(leaves.map(({ path }) => path))];
  return paths.reduce(
    (all, path) =>
      all *
      onPath(
        leaves.filter((leaf) => leaf.path === path),
        facts,
      ),
    1,
  );
}

/**
 * How many of `rows` documents predicates leave together, estimated. `all`: how many the collection has. Where samples
 * tell of values, those of the query are taken to be one document's, as they mostly are: it is among the rows, and the
 * others fulfil each predicate by chance.
 */
export function jointCount(
  leaves: readonly Leaf[],
  rows: number,
  all: number,
  facts: CollectionFacts,
): number {
  if (!facts.samples || rows <= 1 || all <= 1) return rows * jointFraction(leaves, facts);
  const paths = [...new Set(leaves.map(({ path }) => path))];
  const ofOthers = paths.map((path) => {
    const fraction = onPath(
      leaves.filter((leaf) => leaf.path === path),
      facts,
    );
    return Math.max(0, (all * fraction - 1) / (all - 1));
  });
  return 1 + (rows - 1) * ofOthers.reduce((product, part) => product * part, 1);
}

const fractions = new Remembered<number>();

function onPath(leaves: readonly Leaf[], facts: CollectionFacts): number {
  const [first] = leaves;
  if (!first) return 1;
  const sample = facts.samples?.[first.path];
  return sample ? fractions.of(sample, leaves, () => together(leaves, facts)) : together(leaves, facts);
}

/** Of several predicates on one path the sample tells how much they leave together. */
function together(leaves: readonly Leaf[], facts: CollectionFacts): number {
  const [first] = leaves;
  if (!first) return 1;
  if (leaves.length === 1) return fractionOf(first, facts);
  const sample = facts.samples?.[first.path];
  const test = jointTest(leaves);
  if (sample && sample.values.length > 0 && test) return share(sample, test, false);
  return leaves.reduce((all, leaf) => all * fractionOf(leaf, facts), 1);
}

/** Whether a value fulfils all predicates; null: that is not known of each. */
export function jointTest(leaves: readonly Leaf[]): ((value: Json) => boolean) | null {
  const tests = leaves.map(testOf);
  return tests.every((test) => test !== null) ? (value) => tests.every((test) => test(value)) : null;
}

/** Which part of the documents a predicate leaves, 0 to 1: estimated. */
function fractionOf(leaf: Leaf, facts: CollectionFacts): number {
  const { operator, negated } = leaf;
  const sample = facts.samples?.[leaf.path];
  const test = testOf(leaf);
  if (sample && sample.values.length > 0 && test)
    return share(sample, test, operator === '$eq' || operator === '$in');
  if (negated) return guessed.negation;
  const value = sample ? 1 / Math.max(1, sample.distinct) : guessed.value;
  if (operator === '$eq') return value;
  if (operator === '$in') return Math.min(1, (itemsOf(leaf.value)?.length ?? 3) * value);
  if (operator === '$regex') return prefixOf(knownOf(leaf.value)) === '' ? guessed.other : guessed.prefix;
  if (comparisons.has(operator)) return guessed.range;
  return operator === '$exists' ? guessed.exists : guessed.other;
}

/** What the sample does not hold may be there all the same: a single value about as often as one on the average. */
function share({ values, distinct }: PathSample, test: (value: Json) => boolean, isValue: boolean): number {
  const count = values.filter(test).length;
  if (count > 0) return count / values.length;
  return isValue ? Math.min(1 / values.length, 1 / Math.max(1, distinct)) : 0.5 / values.length;
}

/** Null: its value is only known when the program runs, or a sample says nothing of such a predicate. */
function testOf({ operator, value, negated, inner }: Leaf): ((one: Json) => boolean) | null {
  if (operator === '$elemMatch') {
    const all = inner.map(testOf).filter((test) => test !== null);
    return (one) => Array.isArray(one) && one.some((element: Json) => all.every((test) => test(element)));
  }
  const known = knownOf(value);
  const make = Object.hasOwn(tests, operator) ? tests[operator] : undefined;
  const test = known === undefined ? null : (make?.(known) ?? null);
  return test && negated ? (one) => !test(one) : test;
}

type Tests = (known: Json) => (one: Json) => boolean;

/** A list fulfils what one of its elements does. */
const anyOf =
  (accept: (one: Json, known: Json) => boolean): Tests =>
  (known) =>
  (one) =>
    Array.isArray(one) ? one.some((element: Json) => accept(element, known)) : accept(one, known);

const ordered = (accept: (order: number) => boolean): Tests =>
  anyOf((one, known) => {
    const order = compareValues(one, known);
    return order !== null && accept(order);
  });

const equal = (one: Json, known: Json) => compareValues(one, known) === 0;

const tests: Readonly<Record<string, Tests | undefined>> = {
  $eq: anyOf(equal),
  $in: anyOf((one, known) => Array.isArray(known) && known.some((item: Json) => equal(one, item))),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $exists: (known) => (one) => (one === null) === isFalse(known),
  $regex: anyOf((one, known) => typeof one === 'string' && one.startsWith(prefixOf(known))),
  $type: anyOf((one, known) => typeOf(one) === known),
};
