import { newestMajor } from './mongoose/major.js';
import type { Spot, Unit } from './values.js';

export function newUnit(file: string, mongoose = newestMajor): Unit {
  return {
    file,
    mongoose,
    loads: new Set(),
    changes: new Set(),
    unresolved: new Set(),
    ran: new Map(),
    functions: new Map(),
    factories: [],
    metUnfinished: false,
    isTest: false,
    isExplored: false,
    isOnlooker: false,
  };
}

/** Of what no code made. */
export const nowhere: Spot = { file: '', at: [0, 0], unit: newUnit('') };

/** Notes that a value which belongs to `owner` is changed from elsewhere. */
export function touch(owner: Unit, { unit }: Pick<Spot, 'unit'>): void {
  if (owner !== unit) unit.changes.add(owner.file);
}

/**
 * The same file's code once more, to look for what it asks: it shares what ties the unit to others, and leaves all that
 * it meets as it was.
 */
export function onlookerOf(unit: Unit): Unit {
  return {
    ...unit,
    ran: new Map(),
    functions: new Map(),
    changes: new Set(),
    factories: [],
    isOnlooker: true,
  };
}

/** Whether code only looks at a value that was made by other code. */
export function onlyLooks({ unit }: Pick<Spot, 'unit'>, owner: Unit): boolean {
  return unit.isOnlooker && unit !== owner;
}
