import type { Json } from '../../model/json.js';
import type { CollectionFacts } from '../../model/judgement.js';
import { compareValues } from './bson-value.js';
import type { SearchedPart } from './index-search.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { Remembered } from './remembered.js';
import { jointFraction, jointTest } from './selectivity.js';
import { knownOf } from '../sort-and-projection.js';

/** Which part of all documents stands where the predicates on a path leave values out: by the sample, else in equal parts. */
interface Gaps {
  readonly below: number;
  readonly above: number;
  /** Of a list of values: between each pair of neighbours. */
  readonly between: readonly number[];
}

const known = { ranges: new Remembered<Gaps>(), points: new Remembered<Gaps>() };

export function gapsOf({ path, bounds, leaves }: SearchedPart, facts: CollectionFacts): Gaps {
  const sample = facts.samples?.[path];
  const isRange = bounds === 'range' || bounds === 'all';
  const around = () => {
    const values = sample?.values.flat() ?? [];
    const found = isRange ? aroundRange(values, leaves) : aroundPoints(values, leaves);
    return found ?? inEqualParts(isRange ? 1 : Math.max(...leaves.map(valuesOf)), leaves, facts);
  };
  return sample ? (isRange ? known.ranges : known.points).of(sample, leaves, around) : around();
}

function inEqualParts(count: number, leaves: readonly Leaf[], facts: CollectionFacts): Gaps {
  const part = (1 - jointFraction(leaves, facts)) / (count + 1);
  return { below: part, above: part, between: Array.from({ length: count - 1 }, () => part) };
}

function aroundPoints(values: readonly Json[], leaves: readonly Leaf[]): Gaps | null {
  const points = leaves.flatMap(pointsOf).toSorted((a, b) => compareValues(a, b) ?? 0);
  const [lowest, highest] = [points[0], points.at(-1)];
  if (lowest === undefined || highest === undefined || values.length === 0) return null;
  const share = (is: (one: Json) => boolean) => values.filter(is).length / values.length;
  return {
    below: share((one) => isLess(one, lowest)),
    above: share((one) => isLess(highest, one)),
    between: points
      .slice(1)
      .map((high, at) => share((one) => isLess(points[at] ?? null, one) && isLess(one, high))),
  };
}

/** At which end of a path's values the ones are that predicates ask for; null: at none, at both, or not known. */
export function endOfRange(leaves: readonly Leaf[], facts: CollectionFacts): 'low' | 'high' | null {
  const [first] = leaves;
  const values = first && facts.samples?.[first.path]?.values.flat();
  if (!values) return null;
  const { below = 0, above = 0 } = aroundRange(values, leaves) ?? {};
  if (below > 0 === above > 0) return null;
  return below > 0 ? 'high' : 'low';
}

/** How many values a predicate asks for one by one. */
export function valuesOf({ value }: Leaf): number {
  return itemsOf(value)?.length ?? 1;
}

function aroundRange(values: readonly Json[], leaves: readonly Leaf[]): Gaps | null {
  const test = jointTest(leaves);
  const inside = test ? values.filter(test) : [];
  if (!test || inside.length === 0) return null;
  const outside = values.filter((one) => !test(one));
  const lowest = inside.reduce((a, b) => (isLess(b, a) ? b : a));
  const highest = inside.reduce((a, b) => (isLess(a, b) ? b : a));
  return {
    below: outside.filter((one) => isLess(one, lowest)).length / values.length,
    above: outside.filter((one) => isLess(highest, one)).length / values.length,
    between: [],
  };
}

function pointsOf({ value }: Leaf): readonly Json[] {
  return (itemsOf(value) ?? [value]).map(knownOf).filter((one) => one !== undefined);
}

function isLess(a: Json, b: Json): boolean {
  return (compareValues(a, b) ?? 0) < 0;
}
