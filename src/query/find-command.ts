import type { Json, JsonObject } from '../model/json.js';
import type { Expression, FilledValue, FindCommand, QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import { isList, mapFilter, objectOf, open, type Operand, operandsOf } from './filter-walk.js';
import { holeId, holePath } from './holes.js';
import { asFind, type AsFind } from './operations.js';
import { above, below } from './range-values.js';
import { knownOf, projectionDocument, sortDocument } from './sort-and-projection.js';

/** Values of holes, as EJSON. */
export interface Values {
  /** What the user gave, by `holeId`; goes first. */
  readonly input?: Readonly<Record<string, Json>>;
  /** One document's values, by path. */
  readonly sample?: Readonly<Record<string, Json>>;
}

/** What a limit that only the program knows counts as: Mongoose and most lists ask for a page. */
const assumedLimit = 100;

/**
 * The find to explain for a site, and the value of each predicate with where it came from. Predicates that only some
 * ways through the code write are in it. Holes outside the filter are assumed: ascending, a limit of 100, no skip.
 *
 * Rejects as `no-query` what no find stands for, and a filter whose paths only the program knows; as `no-collection`
 * a site whose collection could not be read.
 */
export function findCommand(
  site: QuerySite,
  values: Values,
): { readonly command: FindCommand; readonly values: readonly FilledValue[] } {
  const operation = asFind(site.operation);
  if (!operation) throw notExplained(site);
  if (site.collection === null) {
    throw new UserError(
      'no-collection',
      `The collection of this ${site.operation} could not be read from the code.`,
      'Explain a query on a model that is made with mongoose.model("Name", schema).',
    );
  }
  const filled: FilledValue[] = [];
  const filter = mapFilter(site.filter, (operand) => fill(operand, values, filled));
  const sort = sortDocument(site.sort);
  const projection = projectionOf(site, operation);
  const limit = operation.single ? 1 : countOf(site.limit, assumedLimit);
  const skip = countOf(site.skip, 0);
  return {
    command: {
      find: site.collection,
      filter,
      ...(sort ? { sort } : {}),
      ...(projection ? { projection } : {}),
      ...(limit ? { limit } : {}),
      ...(skip ? { skip } : {}),
      ...(operation.single ? { singleBatch: true } : {}),
    },
    values: filled,
  };
}

function notExplained({ operation }: QuerySite): UserError {
  return new UserError(
    'no-query',
    `A call of ${operation} cannot be explained yet.`,
    'Choose a find, findOne, findById, exists, countDocuments, or one of findOneAnd… and findByIdAnd….',
  );
}

function projectionOf(site: QuerySite, { projection }: AsFind): JsonObject | null {
  if (projection === 'as written') return projectionDocument(site.projection);
  if (projection === 'none') return null;
  if (projection !== 'filter only') return projection;
  // One path suffices: an index that answers the count alone holds all paths of the filter.
  const path = operandsOf(site.filter).find((operand) => !operand.path.startsWith('$'))?.path;
  return path === undefined || path === '' || path === '_id' ? { _id: 1 } : { _id: 0, [path]: 1 };
}

/** The server takes a negative limit as a single batch of that size; a find of 0 is one without a limit. */
function countOf(expression: Expression | null, assumed: number): number {
  if (expression === null) return 0;
  const { kind } = expression;
  if (kind !== 'value') return assumed;
  const count = Number(expression.value);
  return Number.isInteger(count) ? Math.abs(count) : assumed;
}

function fill(operand: Operand, values: Values, filled: FilledValue[]): Json {
  const { operator, path } = operand;
  if (operator === 'filter') throw unknownFilter(operand.value);
  const own = holePath(path, operator);
  const value = open(operand.value);
  const known = knownOf(value);
  if (known !== undefined) {
    filled.push({ path: own, value: known, from: 'code' });
    return known;
  }
  if (value.kind !== 'hole') return inner(value, own);
  const { value: given, from } = valueAt(own, value.text, operator, values);
  const json = from === 'input' ? listed(given, operator) : shaped(given, operand);
  filled.push({ path: own, value: json, from, hole: { id: holeId(own, value.text), text: value.text } });
  return json;

  /** A hole inside a list or an object of the operand. */
  function inner(expression: Expression, at: string): Json {
    const opened = open(expression);
    if (opened.kind === 'array') return opened.items.map((item) => inner(item, at));
    if (opened.kind === 'object')
      return objectOf(opened.entries, ({ key, value }) => inner(value, `${at}.${key}`));
    if (opened.kind === 'value') {
      filled.push({ path: at, value: opened.value, from: 'code' });
      return opened.value;
    }
    const found = valueAt(at, opened.text, '$eq', values);
    filled.push({ path: at, ...found, hole: { id: holeId(at, opened.text), text: opened.text } });
    return found.value;
  }
}

function unknownFilter(expression: Expression): UserError {
  const text = expression.kind === 'hole' ? ` ${expression.text}` : '';
  return new UserError(
    'no-query',
    `The filter${text} is known only when the program runs.`,
    'Choose a query that writes its filter as an object, with the paths in the code.',
  );
}

function valueAt(
  path: string,
  text: string,
  operator: string,
  { input, sample }: Values,
): Pick<FilledValue, 'value' | 'from'> {
  const typed = ownValue(input, holeId(path, text));
  if (typed !== undefined) return { value: typed, from: 'input' };
  const sampled = ownValue(sample, path);
  if (sampled !== undefined) return { value: sampled, from: 'sample' };
  return { value: placeholder(path, operator), from: 'placeholder' };
}

function ownValue(values: Readonly<Record<string, Json>> | undefined, path: string): Json | undefined {
  return values && Object.hasOwn(values, path) ? values[path] : undefined;
}

/** A value that the operator takes; it matches nothing, or little, and is marked as what it is. */
function placeholder(path: string, operator: string): Json {
  if (operator === '$exists') return true;
  if (operator === '$size' || operator.endsWith('Distance')) return 1;
  if (operator === '$type') return 'string';
  if (operator === '$mod') return [2, 0];
  if (operator === '$options') return '';
  if (operator === '$near' || operator === '$nearSphere') return { type: 'Point', coordinates: [0, 0] };
  if (operator.startsWith('$geo')) return { $centerSphere: [[0, 0], 1] };
  if (operator === '$where') return 'true';
  return /(?:^|\.)_id$/u.test(path) ? { $oid: '0'.repeat(24) } : 'placeholder';
}

const lower = new Set(['$gt', '$gte']);
const upper = new Set(['$lt', '$lte']);

function listed(value: Json, operator: string): Json {
  return ['$in', '$nin', '$all'].includes(operator) && !isList(value) ? [value] : value;
}

/** A path's value as its operator needs it. */
function shaped(value: Json, { operator, beside }: Operand): Json {
  if (operator === '$regex' && typeof value === 'string') {
    return value.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
  }
  if (upper.has(operator)) {
    const other = beside.find(({ key }) => lower.has(key));
    if (other) return above(knownOf(other.value) ?? value);
  }
  if (lower.has(operator)) {
    const other = beside.find(({ key }) => upper.has(key));
    // Both unknown: this one is the value, the other a little above.
    const known = other && knownOf(other.value);
    if (known !== undefined) return below(known);
  }
  return listed(value, operator);
}
