import { holds } from '../conditions.js';
import {
  nativeFunction,
  ObjectValue,
  primitive,
  stringOf,
  truthOf,
  type Call,
  type Native,
  type Spot,
  type Value,
} from '../values.js';
import { addDefinition, plain } from './definition.js';
import { harmlessPlugins, PackageValue } from './packages.js';
import { isHarmless, Schema } from './schema.js';

/** Members that define no index and give the schema back; see Mongoose's `lib/schema.js`. */
const chained = new Set([
  'method',
  'static',
  'pre',
  'post',
  'loadClass',
  'queue',
  'alias',
  'remove',
  'removeVirtual',
  'searchIndex',
  'setupTimestamp',
  'jsonSchema',
  'toJSONSchema',
  'removeIndex',
  'clearIndexes',
]);

/** Members that take definitions away. */
const removing = new Set(['remove', 'removeIndex', 'clearIndexes']);

/** `new Schema(definition, options)`. */
export function newSchema(call: Call): Schema {
  const [definition, options] = call.args;
  const schema = new Schema(call.spot, call.conditions, options, memberOfSchema);
  addPaths(schema, definition, call);
  addTimestamps(schema);
  return schema;
}

/**
 * Timestamps are paths of their own from the construction on, so that a later definition of them keeps their place
 * (lib/helpers/timestamps/setupTimestamps.js).
 */
function addTimestamps(schema: Schema): void {
  const timestamps = schema.option('timestamps');
  if (truthOf(timestamps) !== true) return;
  for (const standard of ['createdAt', 'updatedAt']) {
    const given = timestamps instanceof ObjectValue ? timestamps.entries.get(standard)?.value : undefined;
    const name = !given || truthOf(given) === true ? (stringOf(given) ?? standard) : null;
    if (name !== null && !schema.paths.has(name)) schema.paths.set(name, plain(name, null, schema.spot));
  }
}

/** `schema.key`. Null: nothing that is known to change no index. */
function memberOfSchema(schema: Schema, key: string): Value | null {
  const method = methods[key];
  if (method) return nativeFunction(key, (call) => method(schema, call));
  if (key === '_indexes') schema.gap('changed', 'What is done with `_indexes` is not followed.', schema.spot);
  if (isHarmless(key)) return harmless(key, schema.spot);
  if (!chained.has(key)) return null;
  return nativeFunction(key, (call) => {
    if (removing.has(key)) schema.gap('changed', `\`${key}\` is not followed.`, call.spot);
    return schema;
  });
}

function addPaths(
  schema: Schema,
  definition: Value | undefined,
  call: Pick<Call, 'spot' | 'conditions'>,
  prefix = '',
): void {
  schema.expectCertain(call, 'Adding paths');
  if (definition) addDefinition(schema, definition, prefix, call);
}

function addIndex(schema: Schema, call: Call): void {
  const {
    args: [key, options],
    conditions,
  } = call;
  const spot = ownSpot(call);
  schema.expectCertain({ conditions, spot }, 'This index');
  if (key && holds(conditions, schema.conditions))
    schema.indexes.push({ key, options: options ?? null, spot });
}

/** Of calls in a chain each has its own part: `.index(…)`. */
function ownSpot({ isChained, nameSpot, spot }: Call): Spot {
  return isChained ? { ...spot, at: [nameSpot.at[0], spot.at[1]] } : spot;
}

function plug(schema: Schema, { args: [plugin, options], spot, conditions, text, invoke }: Call): void {
  schema.expectCertain({ conditions, spot }, 'A plugin');
  if (plugin?.kind === 'function') invoke(plugin, options ? [schema, options] : [schema]);
  else if (!(plugin instanceof PackageValue && harmlessPlugins.has(plugin.packageName))) {
    const name = plugin instanceof PackageValue ? `\`${plugin.packageName}\`` : `in \`${text}\``;
    schema.gap('unknown-plugin', `The plugin ${name} is not read: it may define indexes.`, spot);
  }
}

function harmless(key: string, spot: Spot): Native {
  return {
    kind: 'native',
    name: key,
    get: (inner) => harmless(inner, spot),
    set: () => undefined,
    call: () => harmless(key, spot),
  };
}

const methods: Readonly<Record<string, (schema: Schema, call: Call) => Value>> = {
  index: (schema, call) => {
    addIndex(schema, call);
    return schema;
  },
  add: (schema, call) => {
    addPaths(schema, call.args[0], call, stringOf(call.args[1]) ?? '');
    return schema;
  },
  plugin: (schema, call) => {
    plug(schema, call);
    return schema;
  },
  clone: (schema, { spot, conditions }) => schema.clone(spot, conditions),
  set: (schema, { args: [key, value], spot, conditions }) => {
    const name = stringOf(key);
    if (name === null) schema.gap('unknown-options', 'Which option is set is not known.', spot);
    else if (value) {
      const options = new ObjectValue(schema.options.spot);
      for (const [other, entry] of schema.options.entries) options.entries.set(other, entry);
      options.entries.set(name, { value, spot, conditions });
      schema.options = options;
      if (name === 'timestamps') addTimestamps(schema);
    }
    return schema;
  },
  path: (schema, call) => {
    const [name, definition] = call.args;
    const path = stringOf(name);
    if (definition && path !== null) {
      const object = new ObjectValue(call.spot);
      object.entries.set(path, { value: definition, spot: call.spot, conditions: call.conditions });
      addPaths(schema, object, call);
      return schema;
    }
    return pathNative(schema, path ?? '…');
  },
  eachPath: (schema, { args: [callback], spot, invoke }) => {
    const before = [schema.indexes.length, schema.paths.size].join();
    // `_id` and the timestamps are paths, too, and not listed: what is defined by path is not fully known.
    for (const { name } of schema.paths.values())
      if (callback) invoke(callback, [primitive(name), pathNative(schema, name)]);
    if (callback?.kind !== 'function' || [schema.indexes.length, schema.paths.size].join() !== before)
      schema.gap('path-changed', 'What `eachPath` does is not read yet.', spot);
    return schema;
  },
  pick: (schema, call) => part(schema, 'pick', call),
  omit: (schema, call) => part(schema, 'omit', call),
  discriminator: (schema, { spot }) => {
    schema.gap('discriminator', 'Discriminators are not read yet.', spot);
    return schema;
  },
};

function part(schema: Schema, how: string, { spot, conditions }: Call): Schema {
  const copy = new Schema(spot, conditions, schema.options, schema.members);
  copy.gap('part-of-schema', `\`${how}\` is not read yet.`, spot);
  return copy;
}

/** What `schema.path('x')` gives: changing its index is not followed. */
function pathNative(schema: Schema, path: string): Native {
  const changing = new Set([
    'index',
    'unique',
    'sparse',
    'text',
    'expires',
    'discriminator',
    'schema',
    'options',
    '$embeddedSchemaType',
  ]);
  const native: Native = {
    kind: 'native',
    name: `path ${path}`,
    get: (key) =>
      nativeFunction(key, ({ spot }) => {
        if (changing.has(key))
          schema.gap('path-changed', `Changing the index of the path \`${path}\` is not read yet.`, spot);
        return native;
      }),
  };
  return native;
}
