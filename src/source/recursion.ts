import { loseRest } from './joining.js';
import { ArrayValue, ObjectValue, type Names, type Round, type Unknown, type Value } from './values.js';

/** A run of a function: where it was defined, in which rounds of loops it is called, what it is given, `this` first. */
export interface Run {
  readonly scope: Names;
  readonly rounds: readonly Round[];
  readonly values: readonly Value[];
}

/**
 * Whether a function that calls itself is given what it was given before, as far as is known: it leads nowhere new.
 * `runs`: those that are not at their end. `why`: what its arguments hold then besides what is known.
 */
export function leadsNowhere(run: Run, runs: readonly Run[], why: Unknown): boolean {
  const before = runs.find(
    ({ scope, rounds, values }) =>
      scope === run.scope && areWithin(run.rounds, rounds) && areAlike(values, run.values),
  );
  if (!before) return false;
  run.values.forEach((value, position) => {
    loseAll(value, before.values[position], why);
  });
  return true;
}

/** A query that is asked once, and again in a loop, is asked in a loop. */
function areWithin(rounds: readonly Round[], others: readonly Round[]): boolean {
  return rounds.every(({ loop }) => others.some((other) => other.loop === loop));
}

function isMutable(value: Value): value is ObjectValue | ArrayValue {
  return value instanceof ObjectValue || value instanceof ArrayValue;
}

function areAlike(a: readonly Value[], b: readonly Value[]): boolean {
  return a.length === b.length && a.every((one, position) => isAlike(one, b[position]));
}

function isAlike(a: Value, b: Value | undefined): boolean {
  if (a === b) return true;
  if (!b) return false;
  if (a.kind === 'unknown') return b.kind === 'unknown';
  if (a.kind === 'primitive') return b.kind === 'primitive' && Object.is(a.value, b.value);
  if (a.kind === 'function') return b.kind === 'function' && a.code === b.code && a.scope === b.scope;
  if (a instanceof ArrayValue)
    return b instanceof ArrayValue && !a.rest === !b.rest && areAlike(a.items, b.items);
  return a instanceof ObjectValue && b instanceof ObjectValue && areAlikeObjects(a, b);
}

/** Instances are told apart: they may hold each other. */
function areAlikeObjects(a: ObjectValue, b: ObjectValue): boolean {
  return (
    !a.prototype &&
    !b.prototype &&
    !a.rest === !b.rest &&
    a.entries.size === b.entries.size &&
    [...a.entries].every(([key, { value }]) => isAlike(value, b.entries.get(key)?.value))
  );
}

/** What the function would have done to its arguments is not known, but for those that the other run had as well. */
function loseAll(value: Value, other: Value | undefined, why: Unknown): void {
  if (value === other || !isMutable(value)) return;
  loseRest(value, why);
  if (value instanceof ArrayValue && other instanceof ArrayValue)
    value.items.forEach((item, position) => {
      loseAll(item, other.items[position], why);
    });
  if (value instanceof ObjectValue && other instanceof ObjectValue)
    for (const [key, entry] of value.entries) loseAll(entry.value, other.entries.get(key)?.value, why);
}
