import type { ObjectValue, Spot } from './values.js';

interface Origin {
  readonly of: ObjectValue;
  readonly file: string;
}

/** Which files had Mongoose, or a framework on it, change an object of options. */
const writers = new WeakMap<ObjectValue, Set<string>>();
/** What an object was copied of, and in the run of which file. */
const origins = new WeakMap<ObjectValue, Origin[]>();

export function noteWrite(object: ObjectValue, { unit }: Spot): void {
  const known = writers.get(object);
  if (known) known.add(unit.file);
  else writers.set(object, new Set([unit.file]));
}

export function noteCopy(copy: ObjectValue, of: ObjectValue, { unit }: Spot): void {
  const known = origins.get(copy);
  if (known) known.push({ of, file: unit.file });
  else origins.set(copy, [{ of, file: unit.file }]);
}

/** Whether nobody can say what becomes of it: several files change it, or one that may run before or after it was copied. */
export function isOrderOpen(object: ObjectValue): boolean {
  if ((writers.get(object)?.size ?? 0) > 1) return true;
  return (origins.get(object) ?? []).some(({ of, file }) => isChangedElsewhere(of, file) || isOrderOpen(of));
}

function isChangedElsewhere(object: ObjectValue, file: string): boolean {
  return [...(writers.get(object) ?? [])].some((one) => one !== file);
}
