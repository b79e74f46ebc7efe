import { ClassValue, type Value } from './values.js';

export interface ClassLine {
  /** The class, then what it extends, up to the last that is read. */
  readonly classes: readonly ClassValue[];
  /** A native that the last one extends. */
  readonly end: Value | null;
  /** Why the line could not be followed to its end. */
  readonly gap: string | null;
}

/** A class and those that it extends. */
export function lineOf(type: ClassValue): ClassLine {
  const classes: ClassValue[] = [];
  let end: Value | null = type;
  while (end instanceof ClassValue) {
    if (classes.includes(end)) return { classes, end: null, gap: 'it extends itself' };
    classes.push(end);
    end = end.base;
  }
  if (end?.kind === 'unknown') return { classes, end, gap: end.reason };
  if (end?.kind === 'native' && end.isUnread) return { classes, end, gap: `\`${end.name}\` is not read` };
  return { classes, end, gap: null };
}
