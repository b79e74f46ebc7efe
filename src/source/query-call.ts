import type { Conditions } from './conditions.js';
import { memberOf } from './members.js';
import {
  ArrayValue,
  isNullish,
  nativeFunction,
  nowhere,
  ObjectValue,
  primitive,
  stringOf,
  undefinedValue,
  type Call,
  type Native,
  type Spot,
  type Value,
} from './values.js';

/** Whose query it is; a model may be known by its name alone. */
export interface QueryTarget {
  readonly model: string | null;
  readonly collection: string | null;
}

/** A call that reads or writes by a filter, with what is chained to it; it grows as the chain is read. */
export class QueryCall implements Native {
  readonly kind = 'native';
  readonly name = 'query';
  readonly isPromise = true;
  /** The whole expression so far. */
  spot: Spot;
  readonly nameSpot: Spot;
  readonly conditions: Conditions;
  filter: Value;
  sort: Value | null = null;
  projection: Value | null = null;
  limit: Value | null = null;
  skip: Value | null = null;

  constructor(
    readonly target: QueryTarget,
    readonly operation: string,
    call: Call,
  ) {
    this.spot = call.spot;
    this.nameSpot = call.nameSpot;
    this.conditions = call.conditions;
    const { filter, projection, options } = argumentsOf(operation, call);
    this.filter = filter;
    this.projection = projection && !isNullish(projection) ? selection(projection) : null;
    if (options instanceof ObjectValue) this.#takeOptions(options, call);
  }

  /** `find(filter, projection, { sort, limit, skip })`. */
  #takeOptions(options: ObjectValue, call: Call): void {
    const option = (name: string): Value | null => {
      const value = options.entries.get(name)?.value;
      return value && !isNullish(value) ? value : null;
    };
    const sort = option('sort');
    this.sort = sort && sorting(sort, call);
    this.limit = option('limit');
    this.skip = option('skip');
    const projection = option('projection') ?? option('select');
    if (projection) this.projection = selection(projection);
  }

  get(key: string): Value {
    return nativeFunction(key, (call) => {
      this.spot = call.spot;
      const [value] = call.args;
      const step = steps[key];
      if (step && value) step(this, value, call);
      else if (key === 'then') for (const callback of call.args) call.invoke(callback, []);
      return this;
    });
  }
}

type Step = (query: QueryCall, value: Value, call: Call) => void;

const steps: Readonly<Record<string, Step>> = {
  sort: (query, value, call) => {
    query.sort = sorting(value, call);
  },
  limit: (query, value) => {
    query.limit = value;
  },
  skip: (query, value) => {
    query.skip = value;
  },
  select: (query, value) => {
    query.projection = selection(value);
  },
  project: (query, value) => {
    query.projection = value;
  },
  projection: (query, value) => {
    query.projection = selection(value);
  },
  find: addFilter,
  findOne: addFilter,
  and: addFilter,
  where: addFilter,
};

/** `find().where({…})`: both filters count. `where('path')` with its operators is not read yet. */
function addFilter(query: QueryCall, value: Value): void {
  if (!(query.filter instanceof ObjectValue)) return;
  if (value instanceof ObjectValue) {
    for (const [key, entry] of value.entries) query.filter.entries.set(key, entry);
    query.filter.rest ??= value.rest;
  } else if (value.kind !== 'unknown') {
    query.filter.rest ??= {
      kind: 'unknown',
      reason: 'a filter built by `where` is not read yet',
      spot: query.spot,
      text: 'where(…)',
    };
  } else query.filter.rest ??= value;
}

interface QueryArguments {
  readonly filter: Value;
  readonly projection?: Value | undefined;
  readonly options?: Value | undefined;
}

/** Which argument is what, by Mongoose's and the driver's signatures. */
function argumentsOf(operation: string, { args, spot, conditions }: Call): QueryArguments {
  const [first, second, third] = args;
  const everything = new ObjectValue(spot);
  if (operation.startsWith('findById')) {
    everything.entries.set('_id', { value: first ?? undefinedValue, spot, conditions });
    return {
      filter: everything,
      ...(operation === 'findById' ? { projection: second, options: third } : { options: third }),
    };
  }
  if (operation === 'distinct') return { filter: second ?? everything };
  if (operation === 'aggregate') {
    const match =
      first instanceof ArrayValue
        ? memberOf(first.items[0] ?? undefinedValue, '$match', spot, () => undefinedValue)
        : undefinedValue;
    return { filter: match instanceof ObjectValue ? copy(match) : everything };
  }
  const filter =
    first === undefined || isNullish(first) ? everything : first instanceof ObjectValue ? copy(first) : first;
  if (operation === 'find' || operation === 'findOne') {
    const isDriverOptions =
      second instanceof ObjectValue &&
      third === undefined &&
      ['projection', 'sort', 'limit'].some((key) => second.entries.has(key));
    return isDriverOptions ? { filter, options: second } : { filter, projection: second, options: third };
  }
  if (operation === 'exists' || operation === 'countDocuments' || /^delete|Delete|Remove/.test(operation))
    return { filter, options: second };
  return { filter, options: third };
}

/** The filter as it is at the call: later changes of the object do not count. */
function copy(object: ObjectValue): ObjectValue {
  const own = new ObjectValue(object.spot);
  for (const [key, entry] of object.entries) own.entries.set(key, entry);
  own.rest = object.rest;
  return own;
}

function made(spot: Spot, pairs: readonly (readonly [string, Value])[]): ObjectValue {
  const object = new ObjectValue(spot);
  for (const [key, value] of pairs) object.entries.set(key, { value, spot, conditions: null });
  return object;
}

/** `'-created_at name'`, `{ created_at: 'desc' }`, `[['created_at', -1]]` → `{ created_at: -1, name: 1 }`. */
function sorting(value: Value, { spot, args }: Call): Value {
  const text = stringOf(value);
  if (text !== null) {
    const direction = args.length > 1 && args[1] ? args[1] : null;
    const words = text.split(/\s+/).filter(Boolean);
    return made(
      spot,
      words.map((word) => [word.replace(/^-/, ''), direction ?? primitive(word.startsWith('-') ? -1 : 1)]),
    );
  }
  if (value instanceof ArrayValue && !value.rest) {
    const pairs = value.items.map((item): [string | null, Value] =>
      item instanceof ArrayValue
        ? [stringOf(item.items[0]), item.items[1] ?? primitive(1)]
        : [stringOf(item), primitive(1)],
    );
    const known = pairs.filter((pair): pair is [string, Value] => pair[0] !== null);
    if (known.length === pairs.length)
      return made(
        spot,
        known.map(([key, direction]) => [key, directionOf(direction)]),
      );
  }
  if (!(value instanceof ObjectValue)) return value;
  const sorted = copy(value);
  for (const [key, entry] of sorted.entries)
    sorted.entries.set(key, { ...entry, value: directionOf(entry.value) });
  return sorted;
}

/** Mongoose takes directions in words and as texts. */
function directionOf(value: Value): Value {
  if (value.kind !== 'primitive') return value;
  const word = String(value.value).toLowerCase();
  if (word === '1' || word.startsWith('asc')) return primitive(1);
  if (word === '-1' || word.startsWith('desc')) return primitive(-1);
  return value;
}

/** `'name -_id'` → `{ name: 1, _id: 0 }`; `['name']` likewise. A `+` only adds what a schema hides. */
function selection(value: Value): Value {
  const words =
    stringOf(value)?.split(/\s+/) ?? (value instanceof ArrayValue ? value.items.map(stringOf) : null);
  if (!words || words.includes(null)) return value;
  const spot = value instanceof ArrayValue ? value.spot : nowhere;
  const pairs = words
    .filter((word): word is string => Boolean(word) && !word?.startsWith('+'))
    .map((word): [string, Value] => [word.replace(/^-/, ''), primitive(word.startsWith('-') ? 0 : 1)]);
  return made(spot, pairs);
}

/** Calls that read or write by a filter: Mongoose's model and the driver's collection. */
export const queryOperations: ReadonlySet<string> = new Set([
  'find',
  'findOne',
  'findById',
  'exists',
  'countDocuments',
  'count',
  'distinct',
  'aggregate',
  'updateOne',
  'updateMany',
  'replaceOne',
  'deleteOne',
  'deleteMany',
  'findOneAndUpdate',
  'findOneAndDelete',
  'findOneAndReplace',
  'findOneAndRemove',
  'findByIdAndUpdate',
  'findByIdAndDelete',
  'findByIdAndRemove',
]);
