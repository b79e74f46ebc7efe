import type { Json } from '../model/json.js';
import type { Expression, ExpressionEntry } from '../model/query.js';
import { holds, type Conditions } from './conditions.js';
import { ArrayValue, ObjectValue, type Unknown, type Value } from './values.js';

/** A value as relaxed EJSON, or the part of it that is not known. */
export function toJson(value: Value): { readonly json: Json } | { readonly gap: Unknown | null } {
  if (value.kind === 'primitive') return { json: value.value === undefined ? null : value.value };
  if (value.kind === 'regex') return { json: regexJson(value.pattern, value.flags) };
  if (value instanceof ArrayValue && !value.rest) {
    const items: Json[] = [];
    for (const item of value.items) {
      const read = toJson(item);
      if ('gap' in read) return read;
      items.push(read.json);
    }
    return { json: items };
  }
  if (value instanceof ObjectValue && !value.rest) {
    const object: Record<string, Json> = {};
    for (const [key, entry] of value.entries) {
      const read = toJson(entry.value);
      if ('gap' in read) return read;
      object[key] = read.json;
    }
    return { json: object };
  }
  return {
    gap:
      value.kind === 'unknown'
        ? value
        : value instanceof ObjectValue || value instanceof ArrayValue
          ? value.rest
          : null,
  };
}

function regexJson(pattern: string, options: string): Json {
  return { $regularExpression: { pattern, options: Array.from(options).sort().join('') } };
}

export interface ExpressionReading {
  readonly expression: Expression;
  /** Parts whose very presence is not known, as a spread of something unknown. */
  readonly gaps: readonly Unknown[];
}

/** An object may hold itself. */
const deepest = 24;
const mostParts = 4_000;

/** A value as a query shows it: what is known, with a hole for each part that is known only at run time. */
export function toExpression(
  value: Value,
  present: Conditions,
  rangeOf: (hole: Unknown) => (Expression & { kind: 'hole' })['range'],
): ExpressionReading {
  const gaps: Unknown[] = [];
  let left = mostParts;
  // Inside a part that may be there, what is there whenever the part is counts as certain.
  const read = (one: Value, around: Conditions, depth = 0): Expression => {
    left -= 1;
    if (depth > deepest || left < 0)
      return { kind: 'hole', text: '…', reason: 'it is too large', range: zero };
    if (one.kind === 'primitive') return { kind: 'value', value: one.value === undefined ? null : one.value };
    if (one.kind === 'regex') return { kind: 'value', value: regexJson(one.pattern, one.flags) };
    if (one instanceof ArrayValue) {
      if (one.rest) gaps.push(one.rest);
      return { kind: 'array', items: one.items.map((item) => read(item, around, depth + 1)) };
    }
    if (one instanceof ObjectValue) {
      if (one.rest) gaps.push(one.rest);
      const entries = [...one.entries].map(([key, entry]): ExpressionEntry => {
        const optional = !holds(entry.conditions, around);
        return { key, value: read(entry.value, optional ? entry.conditions : around, depth + 1), optional };
      });
      return { kind: 'object', entries };
    }
    if (one.kind === 'unknown')
      return {
        kind: 'hole',
        text: one.text,
        reason: one.reason,
        range: rangeOf(one),
        ...(one.isPattern ? { isPattern: true } : {}),
      };
    return {
      kind: 'hole',
      text: one.kind === 'native' ? one.name : `a ${one.kind}`,
      reason: 'it is no plain value',
      range: zero,
    };
  };
  return { expression: read(value, present), gaps };
}

const zero = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
