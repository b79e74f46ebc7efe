import type { ObjectValue, Spot } from '../values.js';

/** Which files had Mongoose change an object of options. */
const writers = new WeakMap<ObjectValue, Set<string>>();
/** What an object was copied of, and in the run of which file. */
const origins = new WeakMap<ObjectValue, { readonly of: ObjectValue; readonly file: string }>();

export function noteWrite(object: ObjectValue, { unit }: Spot): void {
  const known = writers.get(object);
  if (known) known.add(unit.file);
  else writers.set(object, new Set([unit.file]));
}

export function noteCopy(copy: ObjectValue, of: ObjectValue, { unit }: Spot): void {
  origins.set(copy, { of, file: unit.file });
}

/** Whether nobody can say what becomes of it: several files change it, or one that may run before or after it was copied. */
export function isOrderOpen(object: ObjectValue): boolean {
  if ((writers.get(object)?.size ?? 0) > 1) return true;
  for (let at = origins.get(object); at; at = origins.get(at.of)) {
    const { file } = at;
    if ([...(writers.get(at.of) ?? [])].some((one) => one !== file)) return true;
  }
  return false;
}
