import type { ClassMember } from '../syntax/code.js';
import { globalOf } from './globals.js';
import type { Machine } from './machine.js';
import { valueType } from './mongoose/types.js';
import type { Scope } from './scope.js';
import { ObjectValue, undefinedValue, unknown, type DesignType, type Value } from './values.js';

type Resolve = (path: string) => Value;

/**
 * The class that TypeScript gives as `design:type` of a member, from its written type (`serializeTypeNode` in the
 * compiler's transformers/typeSerializer.ts).
 */
export function designType(member: ClassMember, scope: Scope, machine: Machine): DesignType {
  const spot = machine.spot(member.at);
  if (member.kind !== 'field') return only(unknown('the type of an accessor is not read', spot));
  if (member.type === null) return only(named('Object'));
  return typeOf(member.type, (path) => {
    const [first = '', ...others] = path.split('.');
    const start = scope.find(first)?.value ?? globalOf(first);
    // An alias or an interface: what it stands for is never a class.
    if (!start) return named('Object');
    const value = others.reduce<Value>((object, key) => machine.member(object, key, spot), start);
    return fromValue(value);
  });
}

function only(value: Value): DesignType {
  return { value, isNullable: false };
}

function named(name: string): Value {
  return globalOf(name) ?? undefinedValue;
}

/** What a type reference gives by the value of its name: a class, or what an enum's values are. */
function fromValue(value: Value): Value {
  if (value.kind === 'primitive') return primitiveType([value]);
  if (value instanceof ObjectValue)
    return primitiveType([...value.entries.values()].map((entry) => entry.value));
  if (value.kind === 'native' && value.isUnread) return fromPackage(value);
  return value;
}

/** Of packages that are not read, the classes of the driver's values are known by their names. */
function fromPackage(value: Value & { kind: 'native' }): Value {
  const name = value.name.split('.').at(-1) ?? '';
  return (['ObjectId', 'ObjectID', 'Decimal128'].includes(name) ? valueType(name) : null) ?? value;
}

function primitiveType(values: readonly Value[]): Value {
  const kinds = new Set(values.map((one) => (one.kind === 'primitive' ? typeof one.value : 'object')));
  if (kinds.size !== 1) return named('Object');
  const [kind] = kinds;
  return named(kind === 'string' ? 'String' : kind === 'number' ? 'Number' : 'Object');
}

const keywords: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Number',
  boolean: 'Boolean',
  bigint: 'BigInt',
  symbol: 'Symbol',
  true: 'Boolean',
  false: 'Boolean',
  any: 'Object',
  unknown: 'Object',
  object: 'Object',
  this: 'Object',
};

const nullish = new Set(['null', 'undefined', 'void', 'never']);

function typeOf(written: string, resolve: Resolve): DesignType {
  const text = withoutComments(written).trim();
  const constituents = split(text.replace(/^\|/, ''), '|');
  if (constituents.length > 1) return unionOf(constituents, resolve);
  if (/^\((?:[^()]|\([^()]*\))*\)$/.test(text)) return typeOf(text.slice(1, -1), resolve);
  const crossed = split(text.replace(/^&/, ''), '&');
  if (crossed.length > 1) return unionOf(crossed, resolve);
  return only(single(text, resolve));
}

/** One class where all constituents agree; `null` and `undefined` count only with `strictNullChecks`. */
function unionOf(constituents: readonly string[], resolve: Resolve): DesignType {
  const rest = constituents.filter((one) => !nullish.has(one.trim()));
  const counted = constituents.filter((one) => one.trim() !== 'never');
  const types = rest.map((one) => typeOf(one, resolve));
  const [first] = types;
  if (!first) return only(undefinedValue);
  const isOne = types.every(({ value }) => value === first.value);
  if (!isOne) {
    const open = types.find(({ value }) => value.kind === 'unknown');
    return only(open ? open.value : named('Object'));
  }
  const isNullable = counted.length > rest.length || types.some((one) => one.isNullable);
  return { value: first.value, isNullable };
}

function single(text: string, resolve: Resolve): Value {
  if (nullish.has(text)) return undefinedValue;
  const keyword = keywords[text];
  if (keyword !== undefined) return named(keyword);
  if (/^['"`]/.test(text)) return named('String');
  if (/^-?\d[\d_]*n$/.test(text)) return named('BigInt');
  if (/^-?[\d.]/.test(text)) return named('Number');
  if (text.endsWith('[]') || text.startsWith('[') || /^readonly\s/.test(text)) {
    return /^\[|\[\]$/.test(text.replace(/^readonly\s+/, '')) ? named('Array') : named('Object');
  }
  const reference = /^([\w$]+(?:\s*\.\s*[\w$]+)*)\s*(<[^]*>)?$/.exec(text);
  if (!reference?.[1]) return named('Object');
  const path = reference[1].replaceAll(/\s/g, '');
  return path === 'ReadonlyArray' ? named('Array') : resolve(path);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ' ');
}

/** Splits at an operator that stands in no brackets and no text. */
function split(text: string, operator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quote) {
      if (letter === quote) quote = '';
    } else if (`'"\``.includes(letter)) quote = letter;
    else if ('([{<'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter) || (letter === '>' && text.charAt(at - 1) !== '=')) depth -= 1;
    // `a => b | c` is a function, whatever stands behind its arrow.
    else if (depth === 0 && letter === '=' && text.charAt(at + 1) === '>') return [text];
    else if (depth === 0 && letter === operator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
