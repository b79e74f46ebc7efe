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

/** Why a value is not known: a server gives it. */
export const fromServer = 'it comes from the server';
export const fromDatabase = 'it is read from the database';

/** Why code may not run, where that says nothing of whether it is meant to. */
export const notSeenCalled = 'nobody here is seen to call it';
export const mayHaveThrown = 'an error may have been thrown before';
const dependsOnLive = 'it depends on what is live';

const harmless = new Set([notSeenCalled, mayHaveThrown, dependsOnLive]);

/** The reason for what runs under a test whose value is not known, `why`. */
export function dependingOn(why: string): string {
  return why === fromServer || why === fromDatabase ? dependsOnLive : 'it depends on a condition';
}

/** Whether code is meant to run in any case: what asks the server first runs once, or again where something is missing. */
export function isCertain(conditions: Conditions): boolean {
  for (let one = conditions; one; one = one.outer) if (!harmless.has(one.reason)) return false;
  return true;
}
