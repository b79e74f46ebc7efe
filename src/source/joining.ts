import { common, under } from './conditions.js';
import { onlyLooks, touch } from './units.js';
import { ArrayValue, ObjectValue, same, unknown, type Spot, type Unknown, type Value } from './values.js';

/** What a value is when it is one of two: the same, an object with optional keys, or unknown. */
export function join(a: Value, b: Value, spot: Spot, text = '…'): Value {
  if (same(a, b)) return a;
  // `mongoose.models.User || mongoose.model('User', schema)`: what may be registered is the same model.
  if (isRegisteredModel(a)) return b;
  if (isRegisteredModel(b)) return a;
  // `try { return mongoose.model('User'); } catch { return mongoose.model('User', schema); }`
  if (isLookUpOf(a, b)) return b;
  if (isLookUpOf(b, a)) return a;
  if (a.kind === 'object' && b.kind === 'object' && !a.prototype && !b.prototype)
    return joinObjects(a, b, spot);
  if (a.kind === 'unknown') return { ...a, text };
  if (b.kind === 'unknown') return { ...b, text };
  return unknown('it depends on a condition', spot, text);
}

function isRegisteredModel(value: Value): boolean {
  return value.kind === 'unknown' && value.reason === registeredModel;
}

function isLookUpOf(a: Value, b: Value): boolean {
  if (a.kind !== 'native' || b.kind !== 'native' || a.name !== b.name || a.name === '*') return false;
  return a.isLookedUp === true && b.isLookedUp !== undefined;
}

/** The reason of the unknown that `mongoose.models.X` is. */
export const registeredModel = 'whether the model is registered already is not known';

function joinObjects(a: ObjectValue, b: ObjectValue, spot: Spot): ObjectValue {
  const joined = new ObjectValue(spot);
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const one = a.entries.get(key);
    const other = b.entries.get(key);
    if (one && other) {
      joined.put(key, {
        ...one,
        value: join(one.value, other.value, spot, key),
        conditions: common(one.conditions, other.conditions),
      });
    } else {
      const only = one ?? other;
      if (only) {
        const conditions = under(only.conditions, 'it depends on a condition');
        joined.put(key, { ...only, conditions });
      }
    }
  }
  joined.rest = a.rest ?? b.rest;
  return joined;
}

/**
 * A value was handed to code that is not read: whatever that may change is not known any more. Of plain objects the
 * first to do so counts as who changed it: what others do to it then makes no difference.
 */
export function escape(value: Value, why: Unknown, depth = 0): void {
  if (depth > 4) return;
  if (value.kind === 'native') {
    if (!why.spot.unit.isOnlooker) value.escape?.(why);
  } else if (value instanceof ObjectValue) {
    loseRest(value, why);
    if (!why.spot.unit.isOnlooker) value.whenEscaped?.(why);
    for (const { value: inner } of value.entries.values()) escape(inner, why, depth + 1);
  } else if (value instanceof ArrayValue) {
    loseRest(value, why);
    for (const inner of value.items) escape(inner, why, depth + 1);
  }
}

export function loseRest(value: ObjectValue | ArrayValue, why: Unknown): void {
  if (value.rest || onlyLooks(why.spot, value.spot.unit)) return;
  touch(value.spot.unit, why.spot);
  value.rest = why;
}
