import type { ObjectValue, Spot, Unit } from '../values.js';
import type { Gap } from './schema.js';

/** Which files had Mongoose write into an object of options. */
const writers = new WeakMap<ObjectValue, Set<Unit>>();
/** What an object was copied of, and in whose run. */
const origins = new WeakMap<ObjectValue, { readonly of: ObjectValue; readonly unit: Unit }>();

export function noteWrite(object: ObjectValue, { unit }: Spot): void {
  if (object.spot.unit === unit) return;
  const known = writers.get(object);
  if (known) known.add(unit);
  else writers.set(object, new Set([unit]));
}

export function noteCopy(copy: ObjectValue, of: ObjectValue, { unit }: Spot): void {
  origins.set(copy, { of, unit });
}

/** A copy of what another file changes, too: nobody can say whether that runs before the copy is made or after. */
export function orderGap(object: ObjectValue, spot: Spot): Gap | null {
  const message =
    'These options are an object that other paths share: which file has Mongoose write into it first is not known.';
  for (let at = origins.get(object); at; at = origins.get(at.of)) {
    const { unit } = at;
    if ([...(writers.get(at.of) ?? [])].some((one) => one !== unit)) return { code: 'order', message, spot };
  }
  return null;
}
