import { holds } from '../conditions.js';
import {
  ArrayValue,
  nativeFunction,
  ObjectValue,
  primitive,
  property,
  same,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Spot,
  type Value,
} from '../values.js';
import { cloneSchema, removePath } from './copying.js';
import { addDefinition, makeSchema, setOption, setPath, addTimestamps } from './definition.js';
import { discriminate } from './discriminators.js';
import { harmlessPlugins, PackageValue } from './packages.js';
import { indexesOf, worded } from './schema-indexes.js';
import type { Schema } from './schema.js';
import { type SchemaBehaviour } from './schema.js';
import type { SchemaType } from './schema.js';
import { memberOfType } from './schema-type-members.js';

/** Members that define no index and give the schema back; see Mongoose's `lib/schema.js`. */
const chained = new Set([
  'method',
  'static',
  'pre',
  'post',
  'loadClass',
  'queue',
  'queryHelper',
  'removeVirtual',
  'searchIndex',
  'jsonSchema',
  'toJSONSchema',
  'on',
  'once',
  'emit',
  'requiredPaths',
]);

/** Members that hold what is not an index. */
const harmlessMembers = new Set([
  'methods',
  'statics',
  'query',
  'virtuals',
  'obj',
  'virtual',
  'virtualpath',
  'pathType',
  'requiredPaths',
  'reserved',
  'hasMixedParent',
  '$id',
  'indexTypes',
  'base',
  'singleNestedPaths',
  'subpaths',
  'callQueue',
  's',
]);

function isHarmless(member: string): boolean {
  return harmlessMembers.has(member);
}

export const schemaBehaviour: SchemaBehaviour = { memberOfSchema, memberOfType, isHarmless, discriminate };

/** `new Schema(definition, options)`. */
export function newSchema(call: Call): Schema {
  const [definition, options] = call.args;
  return makeSchema(definition, options, call, schemaBehaviour);
}

/** `schema.key`. Null: nothing that is known to change no index. */
function memberOfSchema(schema: Schema, key: string): Value | null {
  const method = methods[key];
  if (method) return nativeFunction(key, (call) => method(schema, call));
  if (key === 'paths') return pathsOf(schema);
  if (key === 'childSchemas') return childSchemasOf(schema);
  if (key === 'options' || key === '_userProvidedOptions') return optionsNative(schema);
  if (key === 'tree') return cloneOfTree(schema);
  if (key === 'instanceOfSchema') return primitive(true);
  if (key === 'discriminatorMapping' && !schema.mapping) return undefinedValue;
  if (key === 'nested') return unknown('`nested` of a schema is not followed', schema.spot);
  if (key === '_indexes') {
    schema.gap('changed', 'What is done with `_indexes` is not followed.', schema.spot);
    return null;
  }
  if (isHarmless(key)) return harmless(key, schema.spot);
  if (chained.has(key)) return nativeFunction(key, () => schema);
  return null;
}

function cloneOfTree(schema: Schema): Value {
  return cloneSchema(schema, { spot: schema.spot, conditions: schema.conditions }).tree;
}

/** `schema.paths`: its entries are the paths themselves. */
function pathsOf(schema: Schema): Value {
  const object = new ObjectValue(schema.spot);
  for (const [name, value] of schema.paths)
    object.entries.set(name, { value, spot: value.spot, conditions: schema.conditions });
  object.rest = unreadPaths(schema);
  return object;
}

function childSchemasOf(schema: Schema): Value {
  const children = [...schema.paths].flatMap(([name, type]) => {
    const held = type.shape === 'map' ? type.embedded?.schema : type.schema;
    // A clone lists what a map holds twice (`_gatherChildSchemas`).
    if (!held || (name.endsWith('.$*') && !schema.clonedPaths?.has(type))) return [];
    const child = new ObjectValue(type.spot);
    child.entries.set('schema', { value: held, spot: type.spot, conditions: schema.conditions });
    child.entries.set('path', { value: primitive(name), spot: type.spot, conditions: schema.conditions });
    child.rest = unknown('it is known only at run time', type.spot);
    return [child];
  });
  const list = new ArrayValue(children, schema.spot, schema.conditions);
  list.rest = unreadPaths(schema);
  return list;
}

/** Why there may be paths that are not listed. */
function unreadPaths(schema: Schema): ReturnType<typeof unknown> | null {
  const [gap] = schema.gaps;
  return gap ? unknown(gap.message.replace(/\.$/, ''), gap.spot) : null;
}

/** `schema.options`: what is written into it is an option. */
function optionsNative(schema: Schema): Native {
  return {
    kind: 'native',
    name: 'options',
    get: (key) => schema.option(key),
    set: (key, value, call) => {
      schema.expectCertain(call, `The option \`${key}\``);
      schema.options.entries.set(key, { value, spot: call.spot, conditions: call.conditions });
    },
  };
}

/** Of calls in a chain each has its own part: `.index(…)`. */
function ownSpot({ isChained, nameSpot, spot }: Call): Spot {
  return isChained ? { ...spot, at: [nameSpot.at[0], spot.at[1]] } : spot;
}

function addIndex(schema: Schema, call: Call): void {
  const { args, conditions } = call;
  const [key = new ObjectValue(call.spot), options] = args;
  const spot = ownSpot(call);
  schema.expectCertain({ conditions, spot }, 'This index');
  if (holds(conditions, schema.conditions))
    schema.indexes.push({ key: renamed(schema, key), options: options ?? null, spot, conditions });
}

/**
 * A key may name an alias in the place of a path: from Mongoose 8 on the path takes its place, in 7 it comes last, and 6
 * does not look for aliases (`Schema.prototype.index`).
 */
function renamed(schema: Schema, key: Value): Value {
  const major = schema.spot.unit.mongoose;
  if (
    major < 7 ||
    !(key instanceof ObjectValue) ||
    ![...key.entries.keys()].some((name) => schema.aliases.has(name))
  )
    return key;
  const copy = new ObjectValue(key.spot);
  copy.rest = key.rest;
  const isAlias = ([name]: readonly [string, unknown]): boolean => schema.aliases.has(name);
  const entries = [...key.entries];
  const inOrder =
    major >= 8
      ? entries
      : [...entries.filter((one) => !isAlias(one)), ...entries.filter((one) => isAlias(one))];
  for (const [name, entry] of inOrder) copy.entries.set(schema.aliases.get(name) ?? name, entry);
  return copy;
}

/** Runs a plugin on a schema. Options may say that it runs but once. */
export function plug(
  schema: Schema,
  {
    args: [plugin, options],
    spot,
    conditions,
    text,
    invoke,
  }: Pick<Call, 'args' | 'spot' | 'conditions' | 'text' | 'invoke'>,
): void {
  schema.expectCertain({ conditions, spot }, 'A plugin');
  const isOnce = options instanceof ObjectValue && truthOf(property(options, 'deduplicate')) === true;
  if (plugin && isOnce && schema.plugins.includes(plugin)) return;
  if (plugin) schema.plugins.push(plugin);
  if (plugin?.kind === 'function') invoke(plugin, options ? [schema, options] : [schema]);
  else if (plugin?.kind === 'native' && !(plugin instanceof PackageValue) && plugin.call) {
    schema.gap('unknown-plugin', `The plugin in \`${text}\` is not read: it may define indexes.`, spot);
  } else if (!(plugin instanceof PackageValue && harmlessPlugins.has(plugin.packageName))) {
    const name = plugin instanceof PackageValue ? `\`${plugin.packageName}\`` : `in \`${text}\``;
    schema.gap('unknown-plugin', `The plugin ${name} is not read: it may define indexes.`, spot);
  }
}

function harmless(key: string, spot: Spot): Native {
  return {
    kind: 'native',
    name: key === 'virtual' ? 'virtuals' : key,
    get: (inner) => harmless(inner, spot),
    set: () => undefined,
    call: () => harmless(key, spot),
  };
}

function namesOf(value: Value | undefined): string[] | null {
  if (stringOf(value) !== null) return [stringOf(value) ?? ''];
  if (!(value instanceof ArrayValue) || value.rest) return null;
  const names = value.items.map(stringOf).filter((one) => one !== null);
  return names.length === value.items.length ? names : null;
}

const methods: Readonly<Record<string, (schema: Schema, call: Call) => Value>> = {
  index: (schema, call) => {
    addIndex(schema, call);
    return schema;
  },
  add: (schema, call) => {
    const [definition, prefix] = call.args;
    schema.expectCertain(call, 'Adding paths');
    if (definition) addDefinition(schema, definition, stringOf(prefix) ?? '', call);
    return schema;
  },
  plugin: (schema, call) => {
    plug(schema, call);
    return schema;
  },
  clone: (schema, call) => cloneSchema(schema, call),
  set: (schema, call) => {
    const [key, value] = call.args;
    const name = stringOf(key);
    if (name === null) schema.gap('unknown-options', 'Which option is set is not known.', call.spot);
    else if (!value) return schema.option(name);
    else {
      if (counting.has(name)) schema.expectCertain(call, `The option \`${name}\``);
      setOption(schema, name, value, call);
    }
    return schema;
  },
  get: (schema, { args: [key], spot }) => {
    const name = stringOf(key);
    return name === null ? unknown('which option it is is not known', spot) : schema.option(name);
  },
  path: (schema, call) => {
    const [name, definition] = call.args;
    const path = stringOf(name);
    if (path === null) return escapedPath(schema, call);
    if (!definition) return pathOf(schema, path, call);
    schema.expectCertain(call, 'Adding paths');
    if (definition.kind === 'unknown') addUnread(schema, path, definition, call);
    else setPath(schema, path, definition, call);
    return schema;
  },
  eachPath: (schema, { args: [callback], spot, invoke }) => {
    if (callback?.kind === 'function')
      for (const [name, type] of [...schema.paths]) invoke(callback, [primitive(name), type]);
    const unread = unreadPaths(schema);
    if (callback?.kind === 'function' && unread) invoke(callback, [unread, unread]);
    if (callback?.kind !== 'function')
      schema.gap('path-changed', 'What `eachPath` does could not be read.', spot);
    return schema;
  },
  indexes: (schema, { spot, conditions, text }) => listOfIndexes(schema, { spot, conditions, text }),
  indexedPaths: (_schema, { spot, text }) => unknown('`indexedPaths` is not followed', spot, text),
  pick: (schema, call) => {
    const [paths, options] = call.args;
    const names = namesOf(paths);
    const copy = makeSchema(undefined, options ?? schema.options, call, schemaBehaviour);
    copy.gaps.push(...schema.gaps);
    if (!names) copy.gap('part-of-schema', 'Which paths are picked is not known.', call.spot);
    for (const name of names ?? []) {
      const type = schema.lookup(name);
      const definition = new ObjectValue(call.spot);
      const value = schema.nested.has(name) ? inTree(schema, name) : type;
      if (value) {
        definition.entries.set(name, { value, spot: call.spot, conditions: call.conditions });
        addDefinition(copy, definition, '', call);
      } else copy.gap('part-of-schema', `There is no path \`${name}\` to be picked.`, call.spot);
    }
    return copy;
  },
  omit: (schema, call) => {
    const [paths, options] = call.args;
    const names = namesOf(paths);
    const copy = makeSchema(schema, options ?? schema.options, call, schemaBehaviour);
    if (!names) copy.gap('part-of-schema', 'Which paths are left out is not known.', call.spot);
    for (const name of names ?? []) removePath(copy, name);
    return copy;
  },
  remove: (schema, call) => {
    schema.expectCertain(call, 'Removing paths');
    const names = namesOf(call.args[0]);
    if (!names) schema.gap('changed', 'Which paths are removed is not known.', call.spot);
    else if (holds(call.conditions, schema.conditions)) for (const name of names) removePath(schema, name);
    return schema;
  },
  removeIndex: (schema, call) => {
    schema.expectCertain(call, 'Removing indexes');
    const [sought] = call.args;
    const name = stringOf(sought);
    const gone = schema.indexes.map(({ key, options }) =>
      name !== null
        ? options instanceof ObjectValue
          ? hasName(options, name)
          : options?.kind === 'unknown'
            ? null
            : false
        : isSameKey(key, sought),
    );
    if (gone.includes(null)) schema.gap('changed', 'Which indexes are removed is not known.', call.spot);
    else if (holds(call.conditions, schema.conditions))
      schema.indexes = schema.indexes.filter((_, position) => !gone[position]);
    return schema;
  },
  clearIndexes: (schema, call) => {
    schema.expectCertain(call, 'Removing indexes');
    if (holds(call.conditions, schema.conditions)) schema.indexes = [];
    return schema;
  },
  alias: (schema, call) => {
    schema.expectCertain(call, 'An alias');
    const [path, alias] = call.args;
    const to = stringOf(path);
    const names = namesOf(alias);
    if (to !== null) for (const name of names ?? []) schema.aliases.set(name, to);
    return schema;
  },
  setupTimestamp: (schema, call) => {
    schema.expectCertain(call, 'Adding timestamps');
    addTimestamps(schema, call.args[0] ?? undefinedValue, call);
    return schema;
  },
  discriminator: (schema, call) => {
    const [name, given, options] = call.args;
    const { spot, conditions } = call;
    schema.expectCertain(call, 'A discriminator');
    const text = stringOf(name);
    if (text === null) schema.gap('discriminator', 'The name of this discriminator could not be read.', spot);
    else {
      schema.askedDiscriminators.set(text, {
        schema: given ?? undefinedValue,
        options,
        site: { spot, conditions },
      });
    }
    return schema;
  },
};

/** Options that decide on indexes or on the collection. */
const counting = new Set([
  'collection',
  'collation',
  'excludeIndexes',
  'timestamps',
  '_id',
  'typeKey',
  'discriminatorKey',
]);

function hasName(options: ObjectValue, name: string): boolean | null {
  const given = property(options, 'name');
  return given.kind === 'unknown' ? null : stringOf(given) === name;
}

/** As lib/helpers/indexes/isIndexSpecEqual.js (8 and 9): order counts; up to 7 it does not. */
function isSameKey(key: Value, sought: Value | undefined): boolean | null {
  if (!(key instanceof ObjectValue) || key.rest || !(sought instanceof ObjectValue) || sought.rest)
    return null;
  const [own, others] = [[...key.entries], [...sought.entries]];
  if ([...own, ...others].some(([, { value }]) => value.kind === 'unknown')) return null;
  if (key.spot.unit.mongoose < 8) for (const list of [own, others]) list.sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    own.length === others.length &&
    own.every(([path, { value }], at) => {
      const [other, entry] = others[at] ?? [];
      return (
        other === path && entry !== undefined && same(worded(value, key.spot.unit.mongoose), entry.value)
      );
    })
  );
}

function inTree(schema: Schema, name: string): Value | undefined {
  let branch: Value | undefined = schema.tree;
  for (const piece of name.split('.'))
    branch = branch instanceof ObjectValue ? branch.entries.get(piece)?.value : undefined;
  return branch;
}

function addUnread(schema: Schema, path: string, value: Value, call: Call): void {
  const definition = new ObjectValue(call.spot);
  definition.entries.set(path, { value, spot: call.spot, conditions: call.conditions });
  addDefinition(schema, definition, '', call);
}

function pathOf(schema: Schema, path: string, { spot, text }: Call): SchemaType | Value {
  const type = schema.lookup(path);
  if (type) return type;
  const unread = unreadPaths(schema);
  return unread ? unknown(unread.reason, spot, text) : undefinedValue;
}

/** A path by a name that is not known: whatever is done with it may change any. */
function escapedPath(schema: Schema, { spot, text, args }: Call): Value {
  const native: Native = {
    kind: 'native',
    name: 'path',
    get: (key) =>
      nativeFunction(key, (call) => {
        if (changing.has(key))
          schema.gap('path-changed', 'The path whose index is changed is not known.', call.spot);
        return native;
      }),
  };
  return args.length > 0 ? native : unknown('which path it is is not known', spot, text);
}

const changing = new Set(['index', 'unique', 'sparse', 'text', 'expires', 'discriminator', 'schema']);

/** `schema.indexes()`: pairs of key and options. */
function listOfIndexes(
  schema: Schema,
  { spot, conditions, text }: Pick<Call, 'spot' | 'conditions' | 'text'>,
): Value {
  const { indexes, gaps } = indexesOf(schema);
  if (gaps.length > 0) return unknown('not all indexes of the schema could be read', spot, text);
  const object = (pairs: Iterable<readonly [string, Value]>): ObjectValue => {
    const made = new ObjectValue(spot);
    for (const [key, value] of pairs) made.entries.set(key, { value, spot, conditions });
    return made;
  };
  return new ArrayValue(
    indexes.map(({ key, options }) => new ArrayValue([object(key), object(options)], spot, conditions)),
    spot,
    conditions,
  );
}
