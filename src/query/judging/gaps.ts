import type { Json } from '../../model/json.js';
import type { CollectionFacts } from '../../model/judgement.js';
import { compareValues } from './bson-value.js';
import type { SearchedPart } from './index-search.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { Remembered } from './remembered.js';
import { jointTest } from './selectivity.js';
import { knownOf } from '../sort-and-projection.js';

/** Where an index has values that the predicates on a path leave out, by the sample; where there is none, everywhere. */
interface Gaps {
  readonly below: boolean;
  readonly above: boolean;
  /** Of a list of values: how many pairs of neighbours have others between them. */
  readonly between: number;
}

const known = { ranges: new Remembered<Gaps>(), points: new Remembered<Gaps>() };

export function gapsOf({ path, bounds, leaves }: SearchedPart, facts: CollectionFacts): Gaps {
  if (leaves.length === 0) return { below: false, above: false, between: 0 };
  const sample = facts.samples?.[path];
  const isRange = bounds === 'range' || bounds === 'all';
  const around = () => (isRange ? aroundRange : aroundPoints)(sample?.values.flat() ?? [], leaves);
  return sample ? (isRange ? known.ranges : known.points).of(sample, leaves, around) : around();
}

function aroundPoints(values: readonly Json[], leaves: readonly Leaf[]): Gaps {
  const points = leaves.flatMap(pointsOf).toSorted((a, b) => compareValues(a, b) ?? 0);
  const count = Math.max(...leaves.map(valuesOf));
  const [lowest, highest] = [points[0], points.at(-1)];
  if (lowest === undefined || highest === undefined || values.length === 0) {
    return { below: true, above: true, between: count - 1 };
  }
  const has = (low: Json | null, high: Json | null) =>
    values.some((one) => (low === null || isLess(low, one)) && (high === null || isLess(one, high)));
  return {
    below: has(null, lowest),
    above: has(highest, null),
    between: points.slice(1).filter((high, at) => has(points[at] ?? null, high)).length,
  };
}

/** At which end of a path's values the ones are that predicates ask for; null: at none, at both, or not known. */
export function endOfRange(leaves: readonly Leaf[], facts: CollectionFacts): 'low' | 'high' | null {
  const [first] = leaves;
  const values = first && facts.samples?.[first.path]?.values.flat();
  if (!values) return null;
  const { below, above } = aroundRange(values, leaves);
  if (below === above) return null;
  return below ? 'high' : 'low';
}

/** How many values a predicate asks for one by one. */
export function valuesOf({ value }: Leaf): number {
  return itemsOf(value)?.length ?? 1;
}

function aroundRange(values: readonly Json[], leaves: readonly Leaf[]): Gaps {
  const test = jointTest(leaves);
  const inside = test ? values.filter(test) : [];
  if (!test || inside.length === 0) return { below: true, above: true, between: 0 };
  const outside = values.filter((one) => !test(one));
  const lowest = inside.reduce((a, b) => (isLess(b, a) ? b : a));
  const highest = inside.reduce((a, b) => (isLess(a, b) ? b : a));
  return {
    below: outside.some((one) => isLess(one, lowest)),
    above: outside.some((one) => isLess(highest, one)),
    between: 0,
  };
}

function pointsOf({ value }: Leaf): readonly Json[] {
  return (itemsOf(value) ?? [value]).map(knownOf).filter((one) => one !== undefined);
}

function isLess(a: Json, b: Json): boolean {
  return (compareValues(a, b) ?? 0) < 0;
}
