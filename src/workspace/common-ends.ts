/** How many items two lists have in common at their start and at their end: an edit changes few of thousands. */
export function common<T>(a: readonly T[], b: readonly T[]): readonly [first: number, last: number] {
  if (a === b) return [a.length, 0];
  const most = Math.min(a.length, b.length);
  let first = 0;
  while (first < most && a[first] === b[first]) first += 1;
  let last = 0;
  while (last < most - first && a.at(-1 - last) === b.at(-1 - last)) last += 1;
  return [first, last];
}
