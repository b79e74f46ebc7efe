import { sorting } from './query-forms.js';
import type { QueryState } from './query-state.js';
import { copyOf, objectOf } from './query-writing.js';
import {
  ArrayValue,
  isNullish,
  keyOf,
  ObjectValue,
  primitive,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Value,
} from './values.js';

/** What an argument is. */
type Role = 'filter' | 'id' | 'projection' | 'options' | 'update' | 'key' | 'pipeline' | 'command' | 'one';

const read: readonly Role[] = ['filter', 'projection', 'options'];
const change: readonly Role[] = ['filter', 'update', 'options'];
const remove: readonly Role[] = ['filter', 'options'];

/** Arguments by the signatures of Mongoose, of which the driver's and the shell's are the same but for `others`. */
const signatures: Readonly<Record<string, readonly Role[]>> = {
  find: read,
  findOne: read,
  findAndCount: read,
  findById: ['id', 'projection', 'options'],
  exists: remove,
  count: remove,
  countDocuments: remove,
  estimatedDocumentCount: ['options'],
  distinct: ['key', 'filter', 'options'],
  aggregate: ['pipeline', 'options'],
  update: change,
  updateOne: change,
  updateMany: change,
  replaceOne: change,
  remove,
  deleteOne: remove,
  deleteMany: remove,
  findOneAndUpdate: change,
  findOneAndReplace: change,
  findOneAndDelete: remove,
  findOneAndRemove: remove,
  findByIdAndUpdate: ['id', 'update', 'options'],
  findByIdAndDelete: ['id', 'options'],
  findByIdAndRemove: ['id', 'options'],
};

const others: Readonly<Record<string, readonly Role[]>> = {
  'driver find': ['filter', 'options'],
  'driver findOne': ['filter', 'options'],
  'shell findAndModify': ['command'],
  'shell remove': ['filter', 'one'],
};

/** Takes in the arguments of the call that makes a query, or that says anew what it does. */
export function takeArguments(state: QueryState, operation: string, call: Call, isChained: boolean): void {
  state.operation = operation;
  const roles = others[`${state.api} ${operation}`] ?? signatures[operation] ?? [];
  // A chained `updateOne(update)` has its filter already.
  if (operation === 'exists') state.addSelection(objectOf(call.spot, [['_id', primitive(1)]]));
  const isUpdateAlone = isChained && roles === change && call.args.length === 1;
  if (isUpdateAlone) return;
  for (const [position, role] of roles.entries()) {
    const value = call.args[position] ?? undefinedValue;
    if (role === 'pipeline') takePipeline(state, value, call);
    else if (role === 'id') state.addFilter(objectOf(call.spot, [['_id', value]]), call);
    else if (!isNullish(value)) takers[role](state, value, call);
  }
  if (state.api === 'shell' && operation === 'aggregate' && call.args[0] instanceof ObjectValue)
    state.pipeline = new ArrayValue([...call.args], call.spot, call.conditions);
}

type Take = (state: QueryState, value: Value, call: Call) => void;

const takers: Readonly<Record<Exclude<Role, 'id' | 'pipeline'>, Take>> = {
  filter: (state, value, call) => {
    // An ObjectId alone: `find(id)` of Mongoose 6 and 7, `findOne(id)` of the shell.
    const isId = value instanceof ObjectValue && value.entries.has('$oid');
    state.addFilter(isId ? objectOf(call.spot, [['_id', value]]) : value, call);
  },
  projection: (state, value) => {
    state.addSelection(value);
  },
  update: () => undefined,
  key: (state, value) => {
    state.distinctKey = value;
  },
  options: takeOptions,
  command: (state, value, call) => {
    if (!(value instanceof ObjectValue)) {
      state.gap('what it asks for is not known', call.spot, call.text);
      return;
    }
    takeOptions(state, value, call);
    state.addFilter(value.entries.get('query')?.value ?? undefinedValue, call);
  },
  one: (state, value, call) => {
    if (value instanceof ObjectValue) takeOptions(state, value, call);
    else if (truthOf(value) !== false) state.operation = 'deleteOne';
  },
};

function takePipeline(state: QueryState, value: Value, call: Call): void {
  if (value instanceof ArrayValue) {
    const own = new ArrayValue([...value.items], value.spot, value.conditions);
    own.rest = value.rest;
    state.pipeline = own;
  } else if (isNullish(value)) state.pipeline = new ArrayValue([], call.spot, call.conditions);
  else state.pipeline = value;
}

/** `{ sort, limit, skip, hint, … }`, as an argument or by `setOptions`. */
export function takeOptions(state: QueryState, options: Value, call: Call): void {
  if (isNullish(options)) return;
  if (!(options instanceof ObjectValue)) {
    state.gaps.push(options.kind === 'unknown' ? options : unknown('the options are no object', call.spot));
    return;
  }
  if (options.rest) state.gaps.push(options.rest);
  for (const [name, { value, conditions }] of copyOf(options).entries) {
    const take = Object.hasOwn(optionTakers, name) ? optionTakers[name] : undefined;
    if (take && !isNullish(value)) take(state, value, { ...call, conditions: conditions ?? call.conditions });
  }
}

const optionTakers: Readonly<Record<string, Take>> = {
  sort: (state, value, call) => {
    state.addSort(sorting(value, { ...call, args: [value] }), call);
  },
  limit: (state, value) => {
    state.limit = value;
  },
  skip: (state, value) => {
    state.skip = value;
  },
  hint: (state, value) => {
    state.hint = value;
  },
  collation: (state, value) => {
    state.collation = value;
  },
  projection: (state, value) => {
    // Mongoose's `setOptions` calls `projection`, which starts anew; `findOneAndUpdate` selects beside.
    if (!state.operation.startsWith('findOneAnd')) state.projection = null;
    state.addSelection(value);
  },
  fields: (state, value) => {
    state.addSelection(value);
  },
  select: (state, value) => {
    state.addSelection(value);
  },
  lean: (state, value) => {
    state.isLean = truthOf(value) !== false;
  },
  populate: (state, value) => {
    takePopulate(state, value);
  },
};

/** `'author'`, `{ path: 'author' }`, or a list of them. */
export function takePopulate(state: QueryState, value: Value): void {
  if (value instanceof ArrayValue) for (const item of value.items) takePopulate(state, item);
  const path = value instanceof ObjectValue ? stringOf(value.entries.get('path')?.value) : stringOf(value);
  if (path !== null) state.populate(path);
}

/** A count given as a text counts as a number. */
export function countOf(value: Value): Value {
  const text = value.kind === 'primitive' ? keyOf(value) : null;
  return text !== null && /^\d+$/u.test(text) ? { kind: 'primitive', value: Number(text) } : value;
}
