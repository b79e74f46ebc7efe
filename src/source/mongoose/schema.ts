import { holds, type Conditions } from '../conditions.js';
import {
  nativeFunction,
  ObjectValue,
  property,
  stringOf,
  unknown,
  type Call,
  type Native,
  type Spot,
  type Unknown,
  type Value,
} from '../values.js';
import { addDefinition } from './definition.js';
import type { PathIndex } from './path-index.js';
import { harmlessPlugins, PackageValue } from './packages.js';

/** One path of a schema, as far as indexes go. */
export interface SchemaPath {
  readonly name: string;
  readonly index: PathIndex | null;
  /** The schema of a subdocument, or of the documents in an array. */
  readonly schema: Schema | null;
  readonly isDocumentArray: boolean;
  readonly excludesIndexes: boolean;
  readonly spot: Spot;
}

/** One call of `schema.index(…)`. */
export interface SchemaIndex {
  readonly key: Value;
  readonly options: Value | null;
  readonly spot: Spot;
}

/** Something of a schema that could not be read, and that might define an index. */
export interface Gap {
  readonly code: string;
  readonly message: string;
  readonly spot: Spot;
}

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

/** Members that hold what is not an index. */
const harmlessMembers = new Set([
  'methods',
  'statics',
  'query',
  'virtuals',
  'obj',
  'virtual',
  'virtualpath',
  'eachPath',
  'pathType',
  'requiredPaths',
  'paths',
  'indexes',
  'get',
  'tree',
  'hasMixedParent',
  'reserved',
  'childSchemas',
  '$id',
  'indexTypes',
  'options',
  'base',
  'singleNestedPaths',
]);

/** What `new Schema(…)` gives. Its paths and indexes grow as the code runs. */
export class Schema implements Native {
  readonly kind = 'native';
  readonly name = 'schema';
  readonly paths = new Map<string, SchemaPath>();
  readonly indexes: SchemaIndex[] = [];
  readonly gaps: Gap[] = [];
  options: ObjectValue;

  constructor(
    readonly spot: Spot,
    readonly conditions: Conditions,
    options: Value | undefined,
  ) {
    this.options = options instanceof ObjectValue ? options : new ObjectValue(spot);
    if (options?.kind === 'unknown')
      this.gap('unknown-options', `The schema's options could not be read: ${options.reason}.`, options.spot);
    else if (this.options.rest) {
      this.gap(
        'unknown-options',
        `The schema's options could not be read: ${this.options.rest.reason}.`,
        this.options.rest.spot,
      );
    }
  }

  gap(code: string, message: string, spot: Spot): void {
    if (!this.gaps.some((one) => one.message === message && one.spot.at[0] === spot.at[0]))
      this.gaps.push({ code, message, spot });
  }

  option(name: string): Value {
    return property(this.options, name);
  }

  /** `type`, or what the option `typeKey` says. */
  get typeKey(): string {
    return stringOf(this.option('typeKey')) ?? 'type';
  }

  /** An effect is certain where it runs under no more conditions than the schema's own construction. */
  #isCertain(call: Pick<Call, 'conditions' | 'spot'>, what: string): void {
    if (!holds(call.conditions, this.conditions))
      this.gap('conditional', `${what} depends on a condition.`, call.spot);
  }

  get(key: string): Value | null {
    const method = methods[key];
    if (method) return nativeFunction(key, (call) => method(this, call));
    if (chained.has(key)) {
      return nativeFunction(key, (call) => {
        if (key === 'removeIndex' || key === 'clearIndexes' || key === 'remove')
          this.gap('changed', `\`${key}\` is not followed.`, call.spot);
        return this;
      });
    }
    if (harmlessMembers.has(key)) return harmless(key, this.spot);
    return null;
  }

  set(key: string, value: Value, { spot }: Pick<Call, 'spot'>): void {
    if (!harmlessMembers.has(key))
      this.gap('changed', `Writing \`${key}\` of a schema is not followed.`, spot);
  }

  escape(why: Unknown): void {
    this.gap('escapes', `The schema may be changed: ${why.reason}.`, why.spot);
  }

  add(definition: Value | undefined, call: Pick<Call, 'spot' | 'conditions'>, prefix = ''): void {
    this.#isCertain(call, 'Adding paths');
    if (definition instanceof Schema) this.#merge(definition);
    else if (definition) addDefinition(this, definition, prefix, call);
  }

  #merge(other: Schema): void {
    for (const [name, path] of other.paths) this.paths.set(name, path);
    this.indexes.push(...other.indexes);
    this.gaps.push(...other.gaps);
  }

  addIndex({ args: [key, options], spot, conditions }: Call): void {
    this.#isCertain({ conditions, spot }, 'This index');
    if (key && holds(conditions, this.conditions)) this.indexes.push({ key, options: options ?? null, spot });
  }

  plug({ args: [plugin, options], spot, conditions, text, invoke }: Call): void {
    this.#isCertain({ conditions, spot }, 'A plugin');
    if (plugin?.kind === 'function') invoke(plugin, options ? [this, options] : [this]);
    else if (!(plugin instanceof PackageValue && harmlessPlugins.has(plugin.packageName))) {
      const name = plugin instanceof PackageValue ? `\`${plugin.packageName}\`` : `in \`${text}\``;
      this.gap('unknown-plugin', `The plugin ${name} is not read: it may define indexes.`, spot);
    }
  }

  clone(spot: Spot, conditions: Conditions): Schema {
    const copy = new Schema(spot, conditions, this.options);
    copy.#merge(this);
    return copy;
  }
}

function harmless(key: string, spot: Spot): Native {
  return {
    kind: 'native',
    name: key,
    get: (inner) => harmless(inner, spot),
    set: () => undefined,
    call: (call) => {
      for (const argument of call.args)
        if (argument.kind === 'function' && key === 'eachPath')
          return unknown('`eachPath` is not followed', call.spot, call.text);
      return harmless(key, spot);
    },
  };
}

const methods: Readonly<Record<string, (schema: Schema, call: Call) => Value>> = {
  index: (schema, call) => {
    schema.addIndex(call);
    return schema;
  },
  add: (schema, call) => {
    schema.add(call.args[0], call, stringOf(call.args[1]) ?? '');
    return schema;
  },
  plugin: (schema, call) => {
    schema.plug(call);
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
    }
    return schema;
  },
  path: (schema, call) => {
    const [name, definition] = call.args;
    const path = stringOf(name);
    if (definition && path !== null) {
      const object = new ObjectValue(call.spot);
      object.entries.set(path, { value: definition, spot: call.spot, conditions: call.conditions });
      schema.add(object, call);
      return schema;
    }
    return pathNative(schema, path ?? '…');
  },
  pick: (schema, call) => part(schema, 'pick', call),
  omit: (schema, call) => part(schema, 'omit', call),
  discriminator: (schema, { spot }) => {
    schema.gap('discriminator', 'Discriminators are not read yet.', spot);
    return schema;
  },
};

function part(schema: Schema, how: string, { spot, conditions }: Call): Schema {
  const copy = new Schema(spot, conditions, schema.options);
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
