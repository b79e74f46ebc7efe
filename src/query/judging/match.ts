import type { Json } from '../../model/json.js';
import type { Expression, ExpressionEntry } from '../../model/query.js';
import { expressionLeaves } from './expr-predicates.js';
import { isOperators, isPattern, open } from '../filter-walk.js';
import { certainLeaves, type Leaf, type Match } from './match-tree.js';

interface Way {
  readonly path: string;
  readonly elemMatches: readonly string[];
  readonly withOptional: boolean;
}

/** Say how another operator works, and nothing of the path. */
const modifiers = new Set(['$options', '$comment', '$maxDistance', '$minDistance']);
const logical: Readonly<Record<string, 'and' | 'or' | 'nor'>> = { $and: 'and', $or: 'or', $nor: 'nor' };
const nothing: Match = { kind: 'and', parts: [] };

/** `withOptional`: parts that only some ways through the code write count as written; otherwise as left out. */
export function matchOf(filter: Expression, withOptional: boolean): Match {
  return simplified(predicates(filter, { path: '', elemMatches: [], withOptional }));
}

/** A filter that is known, as a partial index has it. */
export function matchOfKnown(filter: Json): Match {
  return matchOf({ kind: 'value', value: filter }, true);
}

function predicates(expression: Expression, way: Way): Match {
  const opened = open(expression);
  if (opened.kind !== 'object') return { kind: 'unknown' };
  const parts = written(opened.entries, way).flatMap(({ key, value }): Match[] => {
    const connective = Object.hasOwn(logical, key) ? logical[key] : undefined;
    if (connective) return [branches(connective, value, way)];
    if (key === '$expr') return [...expressionLeaves(value)];
    if (key.startsWith('$')) return modifiers.has(key) ? [] : [leaf(way, key, value)];
    return [conditions(value, { ...way, path: way.path === '' ? key : `${way.path}.${key}` })];
  });
  return { kind: 'and', parts };
}

/** As in the program, the last of two entries with one key counts. */
function written(entries: readonly ExpressionEntry[], { withOptional }: Way): readonly ExpressionEntry[] {
  const last = new Map(
    entries.filter(({ optional }) => withOptional || !optional).map((entry) => [entry.key, entry]),
  );
  return [...last.values()];
}

function branches(kind: 'and' | 'or' | 'nor', expression: Expression, way: Way): Match {
  const opened = open(expression);
  if (opened.kind !== 'array') return { kind: 'unknown' };
  return { kind, parts: opened.items.map((item) => predicates(item, way)) };
}

function conditions(expression: Expression, way: Way): Match {
  const opened = open(expression);
  if (!isOperators(opened)) return equality(way, opened);
  const all = written(opened.entries, way);
  const parts = all.flatMap(({ key, value }): Match[] => {
    if (modifiers.has(key)) return [];
    if (key === '$not') return [negation(value, way)];
    if (key === '$all') return [...allOf(value, way)];
    if (key === '$elemMatch') return [elemMatch(value, way)];
    if (key === '$eq') return [equality(way, value)];
    if (key === '$ne') return [negated(equality(way, value))];
    if (key === '$nin') return [negated(leaf(way, '$in', value))];
    return [leaf(way, key, value)];
  });
  return parts.length === 0 && opened.entries.length > 0 ? nothing : { kind: 'and', parts };
}

function equality(way: Way, value: Expression): Leaf {
  return leaf(way, isPattern(value) ? '$regex' : '$eq', value);
}

/** The planner takes a negation apart where it is one of a single condition that is none itself. */
function negation(expression: Expression, way: Way): Match {
  const opened = open(expression);
  return { kind: 'nor', parts: [isOperators(opened) ? conditions(opened, way) : equality(way, opened)] };
}

function negated(one: Leaf): Leaf {
  return { ...one, negated: !one.negated };
}

function allOf(expression: Expression, way: Way): readonly Match[] {
  const opened = open(expression);
  if (opened.kind !== 'array') return [leaf(way, '$eq', opened)];
  return opened.items.map((item) => conditions(item, way));
}

function elemMatch(expression: Expression, way: Way): Match {
  const opened = open(expression);
  if (!isOperators(opened))
    return predicates(opened, { ...way, elemMatches: [...way.elemMatches, way.path] });
  const inner = certainLeaves(conditions(opened, way));
  return { ...leaf(way, '$elemMatch', expression), inner };
}

function leaf({ path, elemMatches }: Way, operator: string, value: Expression): Leaf {
  return { kind: 'leaf', path, operator, value, negated: false, isExpr: false, elemMatches, inner: [] };
}

/** A lone part is itself; parts of an `$and` in an `$and` are its own; an `$or` of equalities on one path is an `$in`. */
function simplified(match: Match): Match {
  if (match.kind === 'leaf' || match.kind === 'unknown') return match;
  const { kind } = match;
  const parts = match.parts
    .map(simplified)
    .flatMap((part) => (part.kind === kind && kind !== 'nor' ? part.parts : [part]));
  const [first] = parts;
  if (kind === 'nor') {
    return parts.length === 1 && first?.kind === 'leaf' && !first.negated ? negated(first) : { kind, parts };
  }
  if (parts.length === 1 && first) return first;
  return (kind === 'or' ? asIn(parts) : null) ?? { kind, parts };
}

function asIn(parts: readonly Match[]): Leaf | null {
  const [first] = parts;
  if (first?.kind !== 'leaf') return null;
  const alike = parts.filter(
    (part): part is Leaf =>
      part.kind === 'leaf' &&
      part.path === first.path &&
      part.operator === '$eq' &&
      !part.negated &&
      !part.isExpr &&
      part.elemMatches.join() === first.elemMatches.join(),
  );
  if (alike.length !== parts.length) return null;
  return { ...first, operator: '$in', value: { kind: 'array', items: alike.map(({ value }) => value) } };
}
