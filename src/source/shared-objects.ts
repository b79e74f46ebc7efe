import { copyOrigin } from './made.js';
import type { ObjectValue, Spot } from './values.js';

export function noteWrite(object: ObjectValue, { unit }: Spot): void {
  (object.writers ??= new Set()).add(unit.file);
}

/** Who had Mongoose write what was there already: of few objects there are any. */
const rewriters = new WeakMap<ObjectValue, { readonly key: string; readonly file: string }[]>();

/** What is written anew as it is changes something as soon as another file writes something else there. */
export function noteWriteOf(object: ObjectValue, key: string, isChange: boolean, spot: Spot): void {
  const before = rewriters.get(object) ?? [];
  if (!isChange) {
    rewriters.set(object, [...before, { key, file: spot.unit.file }]);
    return;
  }
  noteWrite(object, spot);
  for (const one of before) if (one.key === key) object.writers?.add(one.file);
}

export function noteCopy(copy: ObjectValue, of: ObjectValue, { unit }: Spot): void {
  copy.origin = copyOrigin(of, unit.file, copy.origin);
}

/** Whether nobody can say what becomes of it: several files change it, or one that may run before or after it was copied. */
export function isOrderOpen(object: ObjectValue): boolean {
  if ((object.writers?.size ?? 0) > 1) return true;
  for (let origin = object.origin; origin; origin = origin.before)
    if (isChangedElsewhere(origin.of, origin.file) || isOrderOpen(origin.of)) return true;
  return false;
}

function isChangedElsewhere(object: ObjectValue, file: string): boolean {
  return [...(object.writers ?? [])].some((one) => one !== file);
}
