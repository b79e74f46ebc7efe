import assert from 'node:assert/strict';
import type { FindCommand } from '../../../src/model/command.js';
import type { Expression, QuerySite } from '../../../src/model/query.js';
import { commandOf } from '../../../src/query/command/command.js';
import type { Values } from '../../../src/query/command/fill.js';

/** A part of a query that only the program knows. */
export class Hole {
  constructor(readonly text: string) {}
}

export const hole = (text: string): Hole => new Hole(text);

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A plain value with holes in it, as the reader of code gives it. A key that ends in `?` is optional. */
function expression(value: unknown): Expression {
  if (value instanceof Hole) return { kind: 'hole', text: value.text, reason: 'a parameter', range: nowhere };
  if (Array.isArray(value)) return { kind: 'array', items: value.map(expression) };
  if (typeof value === 'object' && value !== null && !isEjson(value)) {
    const entries = Object.entries(value).map(([key, inner]) => ({
      key: key.replace(/\?$/u, ''),
      value: expression(inner),
      optional: key.endsWith('?'),
    }));
    return { kind: 'object', entries };
  }
  return { kind: 'value', value: value as string };
}

function isEjson(value: object): boolean {
  return ['$oid', '$date', '$regularExpression'].some((key) => key in value);
}

export function site(
  operation: string,
  filter: unknown,
  more: Readonly<Record<string, unknown>> = {},
): QuerySite {
  const part = (name: string): Expression | null => (name in more ? expression(more[name]) : null);
  return {
    place: { file: '/app/a.js', range: nowhere },
    range: nowhere,
    model: 'Contact',
    collection: 'contacts',
    operation,
    api: 'mongoose',
    filter: expression(filter),
    sort: part('sort'),
    projection: part('projection'),
    limit: part('limit'),
    skip: part('skip'),
    hint: part('hint'),
    collation: part('collation'),
    pipeline: part('pipeline'),
    distinctKey: null,
    inLoop: false,
    isLean: false,
    complete: true,
    problems: [],
  };
}

/** The command of a site that is a find. */
export function findOf(query: QuerySite, values: Values = {}): FindCommand {
  const { command } = commandOf(query, values);
  return 'find' in command ? command : assert.fail(`no find: ${JSON.stringify(command)}`);
}
