import { truthOf, type Value } from '../values.js';
import { indexTypes } from './path-index.js';

/** The direction or type of a path's index (lib/helpers/schema/getIndexes.js, 6 to 9); null: it is not known. */
export function directionOf(
  type: Value | null,
  options: Map<string, Value>,
  isObject: boolean,
  major: number,
): Value | null {
  const text = type?.kind === 'primitive' ? type.value : undefined;
  if (typeof text === 'string' && indexTypes.has(text)) {
    return { kind: 'primitive', value: text };
  }
  const asksForText = options.get('text');
  const isText = asksForText ? truthOf(asksForText) : false;
  if (isText === null) return null;
  if (isText) {
    options.delete('text');
    return { kind: 'primitive', value: 'text' };
  }
  // In an object a direction says nothing: Mongoose reads one of the bare value alone.
  const isDescending =
    !isObject &&
    ((major >= 7 && (text === 'descending' || text === 'desc')) ||
      (text !== 'ascending' && text !== 'asc' && Number(text) === -1));
  return { kind: 'primitive', value: isDescending ? -1 : 1 };
}

/** From Mongoose 7 on `schema.index` takes the direction in words, too. */
export function worded(value: Value, major: number): Value {
  if (value.kind !== 'primitive' || major < 7) return value;
  if (value.value === 'asc' || value.value === 'ascending') return { kind: 'primitive', value: 1 };
  if (value.value === 'desc' || value.value === 'descending') return { kind: 'primitive', value: -1 };
  return value;
}
