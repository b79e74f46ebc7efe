import { arrayMember } from './array-members.js';
import { Scope } from './scope.js';
import type { ClassValue, ObjectValue } from './values.js';
import {
  ArrayValue,
  isNullish,
  nativeFunction,
  primitive,
  property,
  undefinedValue,
  unknown,
  type Spot,
  type Value,
} from './values.js';

export type Invoke = (target: Value, args: readonly Value[], self?: Value) => Value;

/** `object.key`. */
export function memberOf(object: Value, key: string, spot: Spot, invoke: Invoke): Value {
  switch (object.kind) {
    case 'native':
      return object.get?.(key) ?? unknown(`\`${object.name}.${key}\` is not read`, spot);
    case 'object':
      return objectMember(object, key, spot, invoke);
    case 'class':
      return classMember(object, key, spot, invoke);
    case 'array':
      return arrayMember(object, key, spot);
    case 'primitive':
      // The code fails here, or asks first: `undefined?.key`.
      if (isNullish(object)) return undefinedValue;
      return typeof object.value === 'string'
        ? stringMember(object.value, key, spot)
        : unknown(`\`${key}\` of ${String(object.value)} is not known`, spot);
    case 'unknown':
      return unknown(object.reason, object.spot);
    case 'function':
    case 'regex':
      return unknown(`\`${key}\` of a ${object.kind} is not followed`, spot);
  }
}

function objectMember(object: ObjectValue, key: string, spot: Spot, invoke: Invoke): Value {
  const own = object.entries.get(key);
  if (own) return own.value;
  const inherited = object.prototype && instanceMember(object, object.prototype, key, spot, invoke);
  if (inherited) return inherited;
  if (key === 'hasOwnProperty') return unknown('`hasOwnProperty` is not followed', spot);
  return property(object, key);
}

/** A method or a getter of a class or of those that it extends, on an instance. Null: there is none. */
export function instanceMember(
  object: ObjectValue,
  start: ClassValue,
  key: string,
  spot: Spot,
  invoke: Invoke,
): Value | null {
  for (let type: ClassValue | null = start; type; type = type.base?.kind === 'class' ? type.base : null) {
    const member = type.code.members.find(
      (one) => one.key === key && !one.isStatic && (one.kind === 'method' || one.kind === 'getter'),
    );
    if (member?.value?.kind !== 'function') continue;
    const scope = new Scope(type.scope.file, spot.unit, type.scope, object, type);
    const method: Value = { kind: 'function', code: member.value, scope, self: object };
    return member.kind === 'getter' ? invoke(method, [], object) : method;
  }
  return null;
}

function classMember(type: ClassValue, key: string, spot: Spot, invoke: Invoke): Value {
  if (key === 'name') return primitive(type.code.name ?? '');
  const own = type.statics.entries.get(key);
  if (own) return own.value;
  const getter = type.code.members.find((one) => one.key === key && one.isStatic && one.kind === 'getter');
  if (getter?.value?.kind === 'function') {
    const scope = new Scope(type.scope.file, spot.unit, type.scope, type, type);
    return invoke({ kind: 'function', code: getter.value, scope, self: type }, [], type);
  }
  if (type.base) return memberOf(type.base, key, spot, invoke);
  return undefinedValue;
}

const textMethods: Readonly<Record<string, (text: string, args: readonly string[]) => string | boolean>> = {
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
  concat: (text, args) => text.concat(...args),
  startsWith: (text, [start = '']) => text.startsWith(start),
  endsWith: (text, [end = '']) => text.endsWith(end),
  includes: (text, [part = '']) => text.includes(part),
  replace: (text, [part = '', by = '']) => text.replace(part, () => by),
};

function stringMember(text: string, key: string, spot: Spot): Value {
  if (key === 'length') return primitive(text.length);
  if (key === 'split') {
    return nativeFunction('split', ({ args: [separator], conditions }) =>
      separator?.kind === 'primitive'
        ? new ArrayValue(text.split(String(separator.value)).map(primitive), spot, conditions)
        : unknown('what it is split at is not known', spot),
    );
  }
  const method = Object.hasOwn(textMethods, key) ? textMethods[key] : undefined;
  if (!method) return unknown(`\`${key}\` of a text is not followed`, spot);
  return nativeFunction(key, ({ args }) => {
    const texts = args.map((one) => (one.kind === 'primitive' ? String(one.value) : null));
    const known = texts.filter((one) => one !== null);
    return known.length === texts.length
      ? primitive(method(text, known))
      : unknown('an argument is not known', spot);
  });
}
