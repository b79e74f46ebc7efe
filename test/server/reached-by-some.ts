/** What each shape examines by each index. */
export type Costs = readonly (readonly number[])[];

/**
 * Whether some choice of `count` indexes examines at most `most` over all shapes, each by the best of them. Every choice
 * is tried but those that no further index could bring so far.
 */
export function isReachedBySome(costs: Costs, count: number, most: number): boolean {
  const shapes = costs[0]?.length ?? 0;
  const none = new Array<number>(shapes).fill(Number.POSITIVE_INFINITY);
  const leastFrom: (readonly number[])[] = [none];
  for (const row of costs.toReversed()) leastFrom.unshift(least(row, leastFrom[0] ?? none));
  const reaches = (from: number, left: number, chosen: readonly number[]): boolean => {
    if (sum(chosen) <= most) return true;
    if (left === 0 || sum(least(chosen, leastFrom[from] ?? none)) > most) return false;
    const row = costs[from];
    return (
      row !== undefined &&
      (reaches(from + 1, left - 1, least(chosen, row)) || reaches(from + 1, left, chosen))
    );
  };
  return reaches(0, count, none);
}

function least(one: readonly number[], other: readonly number[]): readonly number[] {
  return one.map((cost, at) => Math.min(cost, other[at] ?? cost));
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}
