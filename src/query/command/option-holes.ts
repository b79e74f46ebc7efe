import type { Json } from '../../model/json.js';
import type { Expression, FilledValue, OptionValue, QuerySite } from '../../model/query.js';
import { open } from '../filter-walk.js';
import { commandKind, type CommandKind } from '../operations.js';
import { holeId } from './hole-id.js';

/** A part of a query beside its filter that only the running program knows, and what it counts as until it is given. */
export interface OptionHole {
  /** `limit`, `skip`, `sort.createdAt`; inside a pipeline the stage: `$limit`. */
  readonly path: string;
  readonly text: string;
  readonly takes: OptionValue;
  readonly assumed: number;
}

/** What a limit counts as: Mongoose and most lists ask for a page. */
const assumedLimit = 100;

const parts: Readonly<Partial<Record<CommandKind, readonly ('sort' | 'limit' | 'skip')[]>>> = {
  find: ['sort', 'limit', 'skip'],
  findOne: ['sort', 'skip'],
  exists: ['sort', 'skip'],
  countDocuments: ['limit', 'skip'],
  count: ['limit', 'skip'],
  findOneAndUpdate: ['sort'],
  findOneAndDelete: ['sort'],
};

/** Those of the options of a site, of the ones that its operation sends. A pipeline's are in its stages. */
export function optionHoles(site: QuerySite): readonly OptionHole[] {
  const kind = commandKind(site.operation);
  return ((kind && parts[kind]) ?? []).flatMap((part) => {
    const expression = site[part];
    if (expression === null) return [];
    if (part !== 'sort') return countHole(part, expression);
    const sort = open(expression);
    if (sort.kind !== 'object') return [];
    return sort.entries.flatMap(({ key, value }) => directionHole(`sort.${key}`, value));
  });
}

export function countHole(path: string, expression: Expression): readonly OptionHole[] {
  if (expression.kind !== 'hole') return [];
  return [{ path, text: expression.text, takes: 'count', assumed: assumedCount(path) }];
}

export function assumedCount(path: string): number {
  return path.endsWith('skip') ? 0 : assumedLimit;
}

export function directionHole(path: string, expression: Expression): readonly OptionHole[] {
  if (expression.kind !== 'hole') return [];
  return [{ path, text: expression.text, takes: 'direction', assumed: 1 }];
}

/** What an option is explained with: what the user gave, else what is assumed. */
export function filledOption(
  { path, text, takes, assumed }: OptionHole,
  input: Readonly<Record<string, Json>> = {},
): FilledValue {
  const id = holeId(path, text);
  const hole = { id, text, takes };
  const given = Object.hasOwn(input, id) ? input[id] : undefined;
  const isGiven = given !== undefined && (takes === 'direction' || Number.isInteger(Number(given)));
  return isGiven
    ? { path, value: takes === 'count' ? Number(given) : given, from: 'input', hole }
    : { path, value: assumed, from: 'assumed', hole };
}

/** Why a value is none for an option, as what to write instead; null: it is one. */
export function optionRefusal(takes: OptionValue, value: Json): string | null {
  if (takes === 'direction') return value === 1 || value === -1 ? null : 'Write 1 or -1.';
  const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isCount ? null : 'Write a whole number, 0 or more.';
}
