import type { Json } from '../model/json.js';
import type { Expression, ExpressionEntry } from '../model/query.js';

/** What a filter says of one path: `{ age: { $gte: x } }` is `age`, `$gte`, `x`. */
export interface Operand {
  /** From the document's root, through `$elemMatch`. An operator of its own, as `$text`, stands as the path. */
  readonly path: string;
  /** `$eq` where the code writes none; `filter` where whole predicates stand in a hole. */
  readonly operator: string;
  readonly value: Expression;
  /** Written on some ways through the code only. */
  readonly optional: boolean;
  /** Below `$not` or `$nor`. */
  readonly negated: boolean;
  /** The operator form of `$elemMatch`: `{ scores: { $elemMatch: { $gte: 80 } } }`. */
  readonly element: boolean;
  /** The operators of the same path that stand beside this one, itself included. */
  readonly beside: readonly ExpressionEntry[];
}

type Way = Pick<Operand, 'path' | 'optional' | 'negated' | 'element'>;

const logical = new Set(['$and', '$or', '$nor']);

/** Extended JSON's own keys: such an object is a value, not operators. */
const ejsonKeys = new Set([
  ...['$oid', '$date', '$numberLong', '$numberInt', '$numberDouble', '$numberDecimal', '$binary', '$uuid'],
  ...[
    '$regularExpression',
    '$timestamp',
    '$minKey',
    '$maxKey',
    '$symbol',
    '$code',
    '$undefined',
    '$dbPointer',
  ],
]);

/** The filter as EJSON, with `fill` giving each operand's value. */
export function mapFilter(filter: Expression, fill: (operand: Operand) => Json): Json {
  return predicates(filter, { path: '', optional: false, negated: false, element: false });

  function predicates(expression: Expression, way: Way): Json {
    const opened = open(expression);
    if (opened.kind !== 'object') return operand(way, 'filter', opened, []);
    return objectOf(opened.entries, (entry) => {
      const { key, value } = entry;
      const next = { ...way, optional: way.optional || entry.optional };
      if (logical.has(key)) return branches(value, { ...next, negated: way.negated || key === '$nor' });
      if (key.startsWith('$')) return operand({ ...next, path: key }, key, value, [entry]);
      return conditions(value, { ...next, path: way.path === '' ? key : `${way.path}.${key}` });
    });
  }

  function branches(expression: Expression, way: Way): Json {
    const opened = open(expression);
    if (opened.kind !== 'array') return operand(way, 'filter', opened, []);
    return opened.items.map((item) => predicates(item, way));
  }

  function conditions(expression: Expression, way: Way): Json {
    const opened = open(expression);
    if (!isOperators(opened)) return operand(way, '$eq', opened, []);
    return objectOf(opened.entries, (entry) => {
      const { key, value } = entry;
      const next = { ...way, optional: way.optional || entry.optional };
      if (key === '$not') return conditions(value, { ...next, negated: true });
      if (key !== '$elemMatch') return operand(next, key, value, opened.entries);
      const inner = open(value);
      return isOperators(inner) ? conditions(inner, { ...next, element: true }) : predicates(inner, next);
    });
  }

  function operand(way: Way, operator: string, value: Expression, beside: readonly ExpressionEntry[]): Json {
    return fill({ ...way, operator, value, beside });
  }
}

/** All operands in the order of the code. */
export function operandsOf(filter: Expression): readonly Operand[] {
  const found: Operand[] = [];
  mapFilter(filter, (operand) => {
    found.push(operand);
    return null;
  });
  return found;
}

/** A known object or array as one of expressions, so that there is one way to read either. */
export function open(expression: Expression): Expression {
  if (expression.kind !== 'value') return expression;
  const { value } = expression;
  if (isList(value)) return { kind: 'array', items: value.map(known) };
  if (value === null || typeof value !== 'object') return expression;
  const entries = Object.entries(value);
  if (entries.some(([key]) => ejsonKeys.has(key))) return expression;
  return {
    kind: 'object',
    entries: entries.map(([key, inner]) => ({ key, value: known(inner), optional: false })),
  };
}

function known(value: Json): Expression {
  return { kind: 'value', value };
}

/** A pattern: one that is written, or that the running program makes. */
export function isPattern(expression: Expression): boolean {
  if (expression.kind === 'hole') return expression.isPattern === true;
  return (
    expression.kind === 'value' && isObject(expression.value) && '$regularExpression' in expression.value
  );
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null;
}

/** `Array.isArray` loses the type of readonly items. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isOperators(expression: Expression): expression is Expression & { readonly kind: 'object' } {
  if (expression.kind !== 'object' || expression.entries.length === 0) return false;
  return expression.entries.every(({ key }) => key.startsWith('$') && !ejsonKeys.has(key));
}

/** As in the program, the last of two entries with one key counts. */
export function objectOf(
  entries: readonly ExpressionEntry[],
  valueOf: (entry: ExpressionEntry) => Json,
): { readonly [key: string]: Json } {
  const last = new Map(entries.map((entry) => [entry.key, entry]));
  return Object.fromEntries([...last].map(([key, entry]) => [key, valueOf(entry)]));
}
