import type { ObjectValue, Spot } from './values.js';

export function noteWrite(object: ObjectValue, { unit }: Spot): void {
  (object.writers ??= new Set()).add(unit.file);
}

export function noteCopy(copy: ObjectValue, of: ObjectValue, { unit }: Spot): void {
  (copy.origins ??= []).push({ of, file: unit.file });
}

/** Whether nobody can say what becomes of it: several files change it, or one that may run before or after it was copied. */
export function isOrderOpen(object: ObjectValue): boolean {
  if ((object.writers?.size ?? 0) > 1) return true;
  return (object.origins ?? []).some(({ of, file }) => isChangedElsewhere(of, file) || isOrderOpen(of));
}

function isChangedElsewhere(object: ObjectValue, file: string): boolean {
  return [...(object.writers ?? [])].some((one) => one !== file);
}
