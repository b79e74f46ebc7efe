import type { Json } from '../../model/json.js';
import type { Expression, FilledValue } from '../../model/query.js';
import { UserError } from '../../model/user-error.js';
import { castOperand, castTo, placeholderOf, schemaPathOf, typeByText, type QuerySchema } from './casting.js';
import { isList, mapFilter, objectOf, open, type Operand } from '../filter-walk.js';
import { holeId } from './hole-id.js';
import { holePath } from './holes.js';
import { above, below } from './range-values.js';
import { knownOf } from '../sort-and-projection.js';

/** Values of holes, as EJSON. */
export interface Values {
  /** What the user gave, by `holeId`; goes first. */
  readonly input?: Readonly<Record<string, Json>>;
  /** One document's values, by path. */
  readonly sample?: Readonly<Record<string, Json>>;
  /** Where Mongoose takes the call: what it casts by. */
  readonly schema?: QuerySchema | undefined;
}

/** A filter as the server takes it, with the value of each predicate added to `filled`. */
export function fillFilter(filter: Expression, values: Values, filled: FilledValue[]): Json {
  return mapFilter(filter, (operand) => fill(operand, values, filled));
}

export function fill(operand: Operand, values: Values, filled: FilledValue[]): Json {
  const { operator, path } = operand;
  if (operator === 'filter') throw unknownFilter(operand.value);
  const own = holePath(path, operator);
  const value = open(operand.value);
  const cast = (json: Json): Json => castOperand(values.schema, path, operator, json);
  const known = knownOf(value);
  if (known !== undefined) {
    const json = cast(known);
    filled.push({ path: own, value: json, from: 'code' });
    return json;
  }
  if (value.kind !== 'hole') return cast(fillInside(value, own, values, filled));
  const { value: given, from } = valueAt(own, value.text, operator, values);
  const json = cast(from === 'input' ? listed(given, operator) : shaped(given, operand));
  filled.push({ path: own, value: json, from, hole: { id: holeId(own, value.text), text: value.text } });
  return json;
}

/** What holds holes inside a list or an object of its own. */
export function fillInside(expression: Expression, at: string, values: Values, filled: FilledValue[]): Json {
  const opened = open(expression);
  if (opened.kind === 'array') return opened.items.map((item) => fillInside(item, at, values, filled));
  if (opened.kind === 'object')
    return objectOf(opened.entries, ({ key, value }) =>
      fillInside(value, at === '' ? key : `${at}.${key}`, values, filled),
    );
  const type = schemaPathOf(values.schema, at)?.type ?? null;
  const cast = (json: Json): Json => (type === null ? json : castTo(type, json));
  if (opened.kind === 'value') {
    const value = cast(opened.value);
    filled.push({ path: at, value, from: 'code' });
    return value;
  }
  const { value: given, from } = valueAt(at, opened.text, '$eq', values);
  const value = cast(given);
  filled.push({ path: at, value, from, hole: { id: holeId(at, opened.text), text: opened.text } });
  return value;
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
  { input, sample, schema }: Values,
): Pick<FilledValue, 'value' | 'from'> {
  const made = typeByText(text);
  const typed = ownValue(input, holeId(path, text));
  if (typed !== undefined)
    return { value: made && !isList(typed) ? castTo(made, typed) : typed, from: 'input' };
  const sampled = ownValue(sample, path);
  if (sampled !== undefined) return { value: sampled, from: 'sample' };
  const type = schemaPathOf(schema, path)?.type ?? made;
  return { value: placeholder(path, operator, type), from: 'placeholder' };
}

function ownValue(values: Readonly<Record<string, Json>> | undefined, path: string): Json | undefined {
  return values && Object.hasOwn(values, path) ? values[path] : undefined;
}

/** A value that the operator takes; it matches nothing, or little, and is marked as what it is. */
function placeholder(path: string, operator: string, type: string | null): Json {
  if (operator === '$exists') return true;
  if (operator === '$size' || operator.endsWith('Distance')) return 1;
  if (operator === '$type') return 'string';
  if (operator === '$mod') return [2, 0];
  if (operator === '$options') return '';
  if (operator === '$near' || operator === '$nearSphere') return { type: 'Point', coordinates: [0, 0] };
  if (operator.startsWith('$geo')) return { $centerSphere: [[0, 0], 1] };
  if (operator === '$where') return 'true';
  if (operator === '$regex') return 'placeholder';
  return placeholderOf(type ?? (/(?:^|\.)_id$/u.test(path) ? 'ObjectId' : 'String')) ?? 'placeholder';
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
