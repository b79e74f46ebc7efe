import { sorting, selection } from './query-forms.js';
import { takeOptions } from './query-arguments.js';
import type { QueryState, Step, Steps, Wrap } from './query-state.js';
import { objectOf } from './query-writing.js';
import {
  ArrayValue,
  ObjectValue,
  primitive,
  stringOf,
  undefinedValue,
  unknown,
  type Call,
  type Value,
} from './values.js';

// Methods of Mongoose's aggregations (`lib/aggregate.js`) and of the driver's aggregation cursors.

function stage(name: string, value: Value, { spot }: Call): Value {
  return objectOf(spot, [[`$${name}`, value]]);
}

/** A stage by its own name, with the argument as it is. */
const plain =
  (name: string): Step =>
  (state, call) => {
    state.addStages([stage(name, call.args[0] ?? undefinedValue, call)], call);
    return undefined;
  };

/** `'path'` → `'$path'`. */
function field(value: Value): Value {
  const text = stringOf(value);
  return text === null || text.startsWith('$') ? value : primitive(`$${text}`);
}

const names = [
  ...['match', 'group', 'limit', 'skip', 'out', 'densify', 'fill', 'addFields', 'count', 'lookup', 'facet'],
  ...['search', 'unionWith', 'geoNear', 'merge', 'set', 'unset', 'redact'],
];

const stages: Steps = {
  ...Object.fromEntries(names.map((name) => [name, plain(name)])),
  near: plain('geoNear'),
  append: (state, call) => {
    const [first] = call.args;
    const isList = call.args.length === 1 && first instanceof ArrayValue;
    state.addStages(isList ? first.items : call.args, call);
    if (isList && first.rest) state.gaps.push(first.rest);
    return undefined;
  },
  sort: (state, call) => {
    state.addStages([stage('sort', sorting(call.args[0] ?? undefinedValue, call), call)], call);
    return undefined;
  },
  project: (state, call) => {
    state.addStages([stage('project', selection(call.args[0] ?? undefinedValue), call)], call);
    return undefined;
  },
  unwind: (state, call) => {
    state.addStages(
      call.args.map((one) => stage('unwind', field(one), call)),
      call,
    );
    return undefined;
  },
  replaceRoot: (state, call) => {
    const root = field(call.args[0] ?? undefinedValue);
    state.addStages([stage('replaceRoot', objectOf(call.spot, [['newRoot', root]]), call)], call);
    return undefined;
  },
  sortByCount: (state, call) => {
    state.addStages([stage('sortByCount', field(call.args[0] ?? undefinedValue), call)], call);
    return undefined;
  },
  graphLookup: (state, call) => {
    const [given = undefinedValue] = call.args;
    if (given instanceof ObjectValue) {
      const pairs = [...given.entries].map(
        ([key, { value }]) => [key, key === 'startWith' ? field(value) : value] as const,
      );
      state.addStages([stage('graphLookup', objectOf(call.spot, pairs), call)], call);
    } else state.addStages([stage('graphLookup', given, call)], call);
    return undefined;
  },
  sample: (state, call) => {
    const size = objectOf(call.spot, [['size', call.args[0] ?? undefinedValue]]);
    state.addStages([stage('sample', size, call)], call);
    return undefined;
  },
};

const options: Steps = {
  hint: (state, { args: [value = undefinedValue] }) => {
    state.hint = value;
    return undefined;
  },
  collation: (state, { args: [value = undefinedValue] }) => {
    state.collation = value;
    return undefined;
  },
  option: (state, call) => {
    takeOptions(state, call.args[0] ?? undefinedValue, call);
    return undefined;
  },
  pipeline: ({ pipeline }) => pipeline ?? undefined,
};

const harmless = new Set([
  ...['exec', 'then', 'catch', 'finally', 'cursor', 'explain', 'session', 'read', 'readConcern', 'model'],
  ...['allowDiskUse', 'toArray', 'next', 'tryNext', 'hasNext', 'forEach', 'map', 'close', 'batchSize'],
  ...['maxTimeMS', 'comment', 'eachAsync', 'pretty', 'itcount', 'pipelineForUnionWith', 'stream'],
]);

/** A member of an aggregation. */
export function aggregateStep(state: QueryState, name: string, call: Call, wrap: Wrap): Value | undefined {
  const one = Object.hasOwn(options, name)
    ? options[name]
    : Object.hasOwn(stages, name)
      ? stages[name]
      : null;
  if (one) return one(state, call, wrap);
  if (!harmless.has(name) && call.args.length > 0)
    state.gaps.push(unknown(`\`${name}\` of an aggregation is not read`, call.spot, call.text));
  return undefined;
}
