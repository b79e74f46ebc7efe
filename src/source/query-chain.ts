import { countOf, takeArguments, takeOptions, takePopulate } from './query-arguments.js';
import { sorting } from './query-forms.js';
import { geoSteps } from './query-geo.js';
import { isOperation } from './query-operations.js';
import { QueryState, type Step, type Steps, type Wrap } from './query-state.js';
import { arrayOf, objectOf } from './query-writing.js';
import {
  ArrayValue,
  isNullish,
  ObjectValue,
  primitive,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Value,
} from './values.js';

// Methods of Mongoose's queries (`lib/query.js`, and `lib/mquery.js` of the package mquery) and of the driver's cursors.

const set =
  (part: 'limit' | 'skip' | 'hint' | 'collation'): Step =>
  (state, { args: [value = undefinedValue] }) => {
    state[part] = isNullish(value) ? null : countOf(value);
    return undefined;
  };

/** Alike for queries and cursors. */
const common: Steps = {
  sort: (state, call) => {
    const [value = undefinedValue, options] = call.args;
    if (isNullish(value)) return undefined;
    const isReplaced =
      state.api !== 'mongoose' ||
      (options instanceof ObjectValue && truthOf(options.entries.get('override')?.value ?? undefinedValue));
    if (isReplaced === true) state.sort = null;
    state.addSort(sorting(value, call), call);
    return undefined;
  },
  limit: set('limit'),
  skip: set('skip'),
  hint: set('hint'),
  collation: set('collation'),
};

const project: Step = (state, { args: [value = undefinedValue] }) => {
  state.projection = null;
  state.addSelection(value);
  return undefined;
};

/** Cursors of the driver and of the shell. */
const cursorSteps: Steps = {
  ...common,
  project,
  projection: project,
  filter: (state, call) => {
    state.filter = new ObjectValue(call.spot);
    state.addFilter(call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  count: (state) => {
    state.operation = 'count';
    return undefined;
  },
  clone: (state, _call, wrap) => wrap(state.copy(), true),
};

/** `gt(value)` of the path that `where` named, or `gt(path, value)`. */
const operator =
  (name: string): Step =>
  (state, call) => {
    const [first = undefinedValue, second] = call.args;
    const [path, value] = second ? [first, second] : [state.path ?? undefinedValue, first];
    state.addOperator(path, name, value, call);
    return undefined;
  };

const equals: Step = (state, call) => {
  state.addEquality(state.path ?? undefinedValue, call.args[0] ?? undefinedValue, call);
  return undefined;
};

/** `or([…])`, which adds to the branches that are there. */
const branches =
  (name: string): Step =>
  (state, call) => {
    const [value = undefinedValue] = call.args;
    if (!(state.filter instanceof ObjectValue)) return undefined;
    const before = state.filter.entries.get(name)?.value;
    const own = value instanceof ArrayValue ? value : arrayOf([value], call);
    const all = before instanceof ArrayValue ? arrayOf([...before.items, ...own.items], call) : own;
    if (before instanceof ArrayValue) all.rest = before.rest ?? own.rest;
    state.addEquality(primitive(name), value.kind === 'unknown' ? value : all, call);
    return undefined;
  };

const where: Step = (state, call) => {
  const [first, second] = call.args;
  if (!first) return undefined;
  if (first instanceof ObjectValue) state.addFilter(first, call);
  else {
    // What is not known may be a filter; a path it is where conditions follow.
    state.path = first;
    if (second) state.addEquality(first, second, call);
  }
  return undefined;
};

/** Mongoose's queries. */
const querySteps: Steps = {
  ...common,
  ...geoSteps,
  ...Object.fromEntries(
    ['gt', 'gte', 'lt', 'lte', 'ne', 'in', 'nin', 'all', 'regex', 'size', 'maxDistance', 'minDistance'].map(
      (name) => [name, operator(`$${name}`)],
    ),
  ),
  where,
  equals,
  eq: equals,
  or: branches('$or'),
  nor: branches('$nor'),
  and: branches('$and'),
  $where: (state, call) => {
    state.addEquality(primitive('$where'), call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  exists: (state, call) => {
    const [first, second] = call.args;
    const isValue = first?.kind === 'primitive' && typeof first.value === 'boolean';
    const path = first && !isValue ? first : (state.path ?? undefinedValue);
    state.addOperator(path, '$exists', second ?? (isValue ? first : primitive(true)), call);
    return undefined;
  },
  mod: (state, call) => {
    const { args } = call;
    const [first = undefinedValue, ...others] = args;
    const isPathGiven = stringOf(first) !== null;
    const values = isPathGiven ? others : args;
    const [value = undefinedValue] = values;
    const pair = values.length === 1 ? value : arrayOf(values, call);
    state.addOperator(isPathGiven ? first : (state.path ?? undefinedValue), '$mod', pair, call);
    return undefined;
  },
  elemMatch: (state, call, wrap) => {
    const [first = undefinedValue, second] = call.args;
    const [path, value] = second ? [first, second] : [state.path ?? undefinedValue, first];
    state.addOperator(path, '$elemMatch', criteriaOf(state, value, call, wrap), call);
    return undefined;
  },
  select: (state, { args: [value = undefinedValue] }) => {
    state.addSelection(value);
    return undefined;
  },
  projection: project,
  slice: (state, call) => {
    const { args } = call;
    const [first = undefinedValue, ...others] = args;
    const isPathGiven = stringOf(first) !== null;
    const path = stringOf(isPathGiven ? first : (state.path ?? undefinedValue));
    const values = isPathGiven ? others : args;
    if (first instanceof ObjectValue)
      for (const [key, { value }] of first.entries) state.addSelection(sliceOf(key, value, call));
    else if (path !== null)
      state.addSelection(
        sliceOf(path, values.length === 1 ? (values[0] ?? undefinedValue) : arrayOf(values, call), call),
      );
    return undefined;
  },
  lean: (state, { args: [value] }) => {
    state.isLean = !value || truthOf(value) !== false;
    return undefined;
  },
  populate: (state, { args: [value = undefinedValue] }) => {
    takePopulate(state, value);
    return undefined;
  },
  setOptions: (state, call) => {
    takeOptions(state, call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  merge: (state, call) => {
    state.addFilter(call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  setQuery: (state, call) => {
    state.filter = new ObjectValue(call.spot);
    state.addFilter(call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  getFilter: ({ filter }) => filter,
  getQuery: ({ filter }) => filter,
  clone: (state, _call, wrap) => wrap(state.copy(), true),
};

function sliceOf(path: string, value: Value, { spot }: Call): ObjectValue {
  return objectOf(spot, [[path, objectOf(spot, [['$slice', value]])]]);
}

/** Conditions as an object, or as a function that writes them by a query of its own. */
function criteriaOf(state: QueryState, value: Value, call: Call, wrap: Wrap): Value {
  if (value.kind !== 'function') return value;
  const inner = new QueryState(state.api, 'find', call.spot, state.certain);
  call.invoke(value, [wrap(inner, false)]);
  return inner.filter;
}

/** Members that change nothing of what is asked; those of Mongoose's queries, of aggregations and of cursors. */
const harmless = new Set([
  ...['exec', 'then', 'catch', 'finally', 'cursor', 'explain', 'orFail', 'transform', 'error', 'validate'],
  ...['session', 'read', 'readConcern', 'writeConcern', 'w', 'j', 'wtimeout', 'set', 'get', 'pre', 'post'],
  ...['maxTimeMS', 'maxTime', 'batchSize', 'comment', 'tailable', 'allowDiskUse', 'slaveOk', 'setUpdate'],
  ...['getOptions', 'getUpdate', 'getPopulatedPaths', 'mongooseOptions', 'model', 'schema', 'cacheQuery'],
  ...['toArray', 'next', 'tryNext', 'hasNext', 'forEach', 'map', 'close', 'stream', 'rewind', 'pretty'],
  ...['addCursorFlag', 'withReadPreference', 'withReadConcern', 'readPref', 'returnKey', 'showRecordId'],
  ...['min', 'max', 'noCursorTimeout', 'itcount', 'size', 'objsLeftInBatch', 'isClosed', 'isExhausted'],
  ...['eachAsync', 'addListener', 'on', 'once', 'pipe', 'bufferedCount', 'readBufferedDocuments', 'closed'],
  ...['length', 'constructor', 'toConstructor', 'isPathSelectedInclusive', 'selectedInclusively', 'hasNext'],
  ...[
    'sanitizeProjection',
    'schemaLevelProjections',
    'projectionMode',
    'oplogReplay',
    'snapshot',
    'middleware',
  ],
]);

/**
 * A member of a query. `state` is written to; a member that is not known, as a helper of a plugin, may add conditions
 * and is said to.
 */
export function step(state: QueryState, name: string, call: Call, wrap: Wrap): Value | undefined {
  if (state.api === 'mongoose' && !Object.hasOwn(querySteps, name) && isOperation('mongoose', name)) {
    takeArguments(state, name, call, true);
    return undefined;
  }
  const steps = state.api === 'mongoose' ? querySteps : cursorSteps;
  const one = Object.hasOwn(steps, name) ? steps[name] : undefined;
  if (one) return one(state, call, wrap);
  if (!harmless.has(name) && call.args.length > 0)
    state.gaps.push(unknown(`\`${name}\` of a query is not read`, call.spot, call.text));
  return undefined;
}
