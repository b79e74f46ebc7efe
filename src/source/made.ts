import type { FunctionCode, Span } from '../syntax/code.js';
import type { Conditions } from './conditions.js';
import type {
  Cell,
  Entry,
  FunctionOwner,
  FunctionValue,
  Names,
  ObjectValue,
  Origin,
  Spot,
  Unit,
  Value,
} from './values.js';

// What runs make by the thousand, each by a constructor. Of object and array literals that mostly stay for a while V8 makes
// old objects at once (allocation sites, "pretenuring"). After an edit they would keep all that they lead to, which is the
// whole run, until V8 clears up the whole heap: one such literal in the way of an edit is enough.

class MadeSpot implements Spot {
  constructor(
    readonly file: string,
    readonly at: Span,
    readonly unit: Unit,
  ) {}
}

export function spotOf(file: string, at: Span, unit: Unit): Spot {
  return new MadeSpot(file, at, unit);
}

class MadeEntry implements Entry {
  constructor(
    readonly value: Value,
    readonly spot: Spot,
    readonly conditions: Conditions,
  ) {}
}

export function entryOf(value: Value, spot: Spot, conditions: Conditions): Entry {
  return new MadeEntry(value, spot, conditions);
}

class MadeCell implements Cell {
  constructor(
    public value: Value,
    readonly conditions: Conditions,
    readonly owner: Unit,
  ) {}
}

export function cellOf(value: Value, conditions: Conditions, owner: Unit): Cell {
  return new MadeCell(value, conditions, owner);
}

class MadeFunction implements FunctionValue {
  readonly kind = 'function';
  owner?: FunctionOwner;

  constructor(
    readonly code: FunctionCode & { readonly at: Span },
    readonly scope: Names,
    readonly self: Value,
  ) {}
}

export function functionOf(code: FunctionValue['code'], scope: Names, self: Value): FunctionValue {
  return new MadeFunction(code, scope, self);
}

class MadeOrigin implements Origin {
  constructor(
    readonly of: ObjectValue,
    readonly file: string,
    readonly before: Origin | null,
  ) {}
}

export function copyOrigin(of: ObjectValue, file: string, before: Origin | null): Origin {
  return new MadeOrigin(of, file, before);
}
