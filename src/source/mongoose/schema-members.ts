import {
  nativeFunction,
  ObjectValue,
  primitive,
  property,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Spot,
  type Value,
} from '../values.js';
import { cloneSchema, plainCopy } from './copying.js';
import { addDefinition, addTimestamps, makeSchema, setOption } from './definition.js';
import { discriminate } from './discriminators.js';
import { indexMembers } from './index-members.js';
import { harmlessPlugins, PackageValue } from './packages.js';
import { namesOf, partMembers } from './part-members.js';
import { childSchemasOf, pathMembers, pathsOf } from './path-members.js';
import { isFunctionKind } from './schema-functions.js';
import type { Members, Schema, SchemaBehaviour } from './schema.js';
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

const kinds = { static: 'statics', method: 'methods', queryHelper: 'query' } as const;

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
  if (isFunctionKind(key)) return schema.functions[key].holder((name) => harmless(name, schema.spot));
  if (isHarmless(key)) return harmless(key, schema.spot);
  if (chained.has(key))
    return nativeFunction(key, (call) => {
      if (key in kinds) schema.functions[kinds[key as keyof typeof kinds]].take(call);
      return schema;
    });
  return null;
}

function cloneOfTree(schema: Schema): Value {
  return cloneSchema(schema, { spot: schema.spot, conditions: schema.conditions }).tree;
}

/** `schema.options`: what is written into it is an option, yet none that another schema takes over. */
function optionsNative(schema: Schema): Native {
  return {
    kind: 'native',
    name: 'options',
    get: (key) => schema.option(key),
    set: (key, value, call) => {
      schema.expectCertain(call, `The option \`${key}\``);
      if (schema.userOptions === schema.options) schema.userOptions = plainCopy(schema.options, call);
      schema.options.put(key, { value, spot: call.spot, conditions: call.conditions });
    },
  };
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
  if (isOnce) schema.revision += 1;
  if (plugin && isOnce && schema.plugins.includes(plugin)) return;
  if (plugin) schema.plugins = [...schema.plugins, plugin];
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

const methods: Members = {
  ...indexMembers,
  ...pathMembers,
  ...partMembers,
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
