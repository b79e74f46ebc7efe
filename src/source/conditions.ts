/**
 * The conditions under which a piece of code runs, innermost first. What was written under conditions that still hold
 * where it is used is certain; anything else is optional.
 */
export type Conditions = Condition | null;

export interface Condition {
  readonly outer: Conditions;
  readonly reason: string;
}

export function under(outer: Conditions, reason: string): Condition {
  return { outer, reason };
}

/** The conditions that both have. */
export function common(a: Conditions, b: Conditions): Conditions {
  let shared = a;
  while (!holds(shared, b)) shared = shared?.outer ?? null;
  return shared;
}

/** Whether all of `conditions` hold where `present` do. */
export function holds(conditions: Conditions, present: Conditions): boolean {
  for (let one = present; ; one = one.outer) {
    if (one === conditions) return true;
    if (one === null) return false;
  }
}
