import type { Expression, Property } from '../syntax/code.js';
import { holds } from './conditions.js';
import { join } from './joining.js';
import { entryOf } from './made.js';
import type { Machine } from './machine.js';
import type { Scope } from './scope.js';
import { noteCopy } from './shared-objects.js';
import { ArrayValue, keyOf, ObjectValue, primitive, unknown, type Unknown, type Value } from './values.js';

export function objectOf(machine: Machine, code: Expression & { kind: 'object' }, scope: Scope): ObjectValue {
  const object = new ObjectValue(machine.spot(code.at));
  for (const one of code.properties) addProperty(machine, object, one, scope);
  const factory = object.entries.get('useFactory')?.value;
  if (factory?.kind === 'function' && object.entries.has('provide')) machine.unit.factories.push(factory);
  return object;
}

function addProperty(machine: Machine, object: ObjectValue, code: Property, scope: Scope): void {
  const spot = machine.spot(code.at);
  if (code.kind === 'spread') {
    addSpread(machine, object, code.value, scope);
    return;
  }
  const key = machine.key(code.key, scope);
  const isAccessor = code.kind === 'accessor';
  const value = isAccessor
    ? unknown('an accessor is not read', spot, key ?? '…')
    : machine.evaluate(code.value, scope);
  if (key === null) object.rest = unknown('a key is computed from what is not known', spot, '[…]');
  else object.put(key, entryOf(value, spot, machine.conditions));
  if (key !== null && value.kind === 'native') value.held?.(key);
}

function addSpread(machine: Machine, object: ObjectValue, code: Expression, scope: Scope): void {
  const from = machine.evaluate(code, scope);
  if (code.kind === 'logical' && from.kind === 'unknown') {
    // `...(condition && {…})`: its keys may be there.
    machine.maybe('it depends on a condition', () => {
      spread(machine, object, machine.evaluate(code.right, scope), code.right);
    });
  } else spread(machine, object, from, code);
}

function spread(machine: Machine, object: ObjectValue, from: Value, code: Expression): void {
  if (from.kind === 'object') {
    noteCopy(object, from, machine.spot(code.at));
    for (const [key, entry] of from.entries) {
      const isCertain = holds(entry.conditions, machine.conditions);
      const before = object.entries.get(key);
      if (isCertain) object.put(key, { ...entry, conditions: machine.conditions });
      else if (!before) object.put(key, entry);
      else object.put(key, { ...before, value: join(before.value, entry.value, machine.spot(code.at)) });
    }
    object.rest ??= from.rest;
  } else if (from.kind !== 'primitive') {
    object.rest = machine.unknown(
      code,
      from.kind === 'unknown' ? from.reason : 'what is spread here is not read',
    );
  }
}

export function arrayOf(machine: Machine, code: Expression & { kind: 'array' }, scope: Scope): ArrayValue {
  const { items, rest } = listOf(machine, code.items, scope);
  const array = new ArrayValue(items.slice(), machine.spot(code.at), machine.conditions);
  array.rest = rest;
  return array;
}

/** Items or arguments with their spreads spread; `rest` where there may be more. */
export function listOf(
  machine: Machine,
  codes: readonly Expression[],
  scope: Scope,
): { readonly items: Value[]; readonly rest: Unknown | null } {
  const items: Value[] = [];
  let rest: Unknown | null = null;
  for (const code of codes) {
    if (code.kind !== 'spread') {
      items.push(machine.evaluate(code, scope));
      continue;
    }
    const from = machine.evaluate(code.value, scope);
    if (from.kind === 'array') {
      items.push(...from.items);
      rest ??= from.rest;
    } else rest = machine.unknown(code, 'what is spread here is not known');
  }
  return { items, rest };
}

export function templateOf(machine: Machine, code: Expression & { kind: 'template' }, scope: Scope): Value {
  let text = code.texts[0] ?? '';
  for (const [position, part] of code.parts.entries()) {
    const value = keyOf(machine.evaluate(part, scope));
    if (value === null) return machine.unknown(code, 'a part of the text is not known');
    text += value + (code.texts[position + 1] ?? '');
  }
  return primitive(text);
}
