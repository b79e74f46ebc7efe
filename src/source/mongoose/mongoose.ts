import { registeredModel } from '../joining.js';
import { DriverCollection } from '../driver-collection.js';
import type { Findings } from '../findings.js';
import {
  isNullish,
  nativeFunction,
  nowhere,
  ObjectValue,
  property,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from '../values.js';
import { harmlessPlugins, PackageValue } from './packages.js';
import { ModelNative, modelByName } from './model.js';
import { collectionNameOf } from './pluralise.js';
import { newSchema } from './schema-members.js';
import { Schema, type Gap } from './schema.js';
import { schemaType, schemaTypesNative, valueTypesNative } from './types.js';

/** The module `mongoose`: its settings hold for all models of a workspace. */
export class Mongoose implements Native {
  readonly kind = 'native';
  readonly name = 'mongoose';
  /** What `mongoose.plugin` brought in that is not read. */
  readonly gaps: Gap[] = [];
  readonly #schemaClass: Native;
  #autoIndex: boolean | null = null;
  /** `pluralize(null)` turns Mongoose's own plural off; a function of the code is not followed. */
  #naming: 'plural' | 'as is' | 'unknown' = 'plural';

  constructor(readonly findings: Findings) {
    this.#schemaClass = schemaClass();
  }

  get(key: string): Value {
    if (key === 'default' || key === 'mongoose') return this;
    if (key === 'Schema') return this.#schemaClass;
    if (key === 'Mongoose') return { kind: 'native', name: key, construct: () => this };
    if (key === 'SchemaTypes') return schemaTypesNative;
    if (key === 'Types') return valueTypesNative;
    if (key === 'ObjectId' || key === 'Mixed') return schemaType(key) ?? undefinedValue;
    if (key === 'connection') return this.#connection();
    if (key === 'model') return nativeFunction(key, (call) => this.model(call));
    if (key === 'models') return this.#models();
    if (key === 'plugin') return nativeFunction(key, (call) => this.#plugin(call));
    if (key === 'pluralize') return nativeFunction(key, (call) => this.#pluralize(call));
    if (key === 'set') return nativeFunction(key, (call) => this.#set(call));
    if (key === 'createConnection') return nativeFunction(key, () => this.#connection());
    return nativeFunction(key, ({ spot, text }) =>
      unknown(`\`mongoose.${key}\` is known only at run time`, spot, text),
    );
  }

  set(): void {
    // `mongoose.Promise = …` and its like change no index.
  }

  /** A connection makes models as the module does. */
  #connection(): Native {
    return {
      kind: 'native',
      name: 'connection',
      get: (key) => {
        if (key === 'model') return nativeFunction(key, (call) => this.model(call));
        if (key === 'models') return this.#models();
        if (key === 'useDb') return nativeFunction(key, () => this.#connection());
        if (key === 'asPromise') return nativeFunction(key, () => this.#connection());
        if (key === 'collection') {
          return nativeFunction(
            key,
            ({ args: [name] }) => new DriverCollection(this.findings, stringOf(name)),
          );
        }
        return new PackageValue('mongoose', `connection.${key}`);
      },
      set: () => undefined,
    };
  }

  #models(): Native {
    return {
      kind: 'native',
      name: 'models',
      get: (key) => unknown(registeredModel, nowhere, `mongoose.models.${key}`),
    };
  }

  /** `model(name, schema, collection)`, of the module or of any connection. */
  model({ args: [name, schema, collection], spot }: Call): Value {
    const model = stringOf(name);
    if (!schema || isNullish(schema)) {
      return model === null
        ? unknown('the name of the model could not be read', spot)
        : modelByName(this.findings, model);
    }
    const gaps: Gap[] = [];
    if (!(schema instanceof Schema)) {
      const why = schema.kind === 'unknown' ? schema.reason : 'it is no schema';
      gaps.push({
        code: 'unknown-schema',
        message: `The schema could not be read: ${why}.`,
        spot: schema.kind === 'unknown' ? schema.spot : spot,
      });
    }
    if (model === null)
      gaps.push({ code: 'unknown-name', message: 'The name of the model could not be read.', spot });
    const known = schema instanceof Schema ? schema : null;
    const where = this.#collection(model, known, collection, spot, gaps);
    const own = known ? truthOf(known.option('autoIndex')) : null;
    const autoIndex = known?.options.entries.has('autoIndex') ? own : this.#autoIndex;
    this.findings.models.push({ name: model, collection: where, schema: known, autoIndex, gaps, spot });
    return new ModelNative(this.findings, model ?? '*', where, known);
  }

  /** The third argument, else the schema's option, else Mongoose's plural of the name. */
  #collection(
    model: string | null,
    schema: Schema | null,
    given: Value | undefined,
    spot: Call['spot'],
    gaps: Gap[],
  ): string | null {
    const written = given && !isNullish(given) ? given : (schema?.option('collection') ?? undefinedValue);
    const name = stringOf(written);
    if (name !== null) return name;
    if (!isNullish(written) && !(written.kind === 'primitive' && typeof written.value === 'boolean')) {
      gaps.push({
        code: 'unknown-collection',
        message: 'The name of the collection could not be read.',
        spot,
      });
      return null;
    }
    if (model === null || schema === null) return null;
    if (this.#naming === 'unknown') {
      gaps.push({
        code: 'unknown-collection',
        message: 'The collection is named by a function given to `mongoose.pluralize`.',
        spot,
      });
      return null;
    }
    return this.#naming === 'as is' ? model : collectionNameOf(model);
  }

  #plugin({ args: [plugin], spot }: Call): Value {
    if (!(plugin instanceof PackageValue && harmlessPlugins.has(plugin.packageName))) {
      this.gaps.push({
        code: 'unknown-plugin',
        message: 'A plugin for all schemas is not read: it may define indexes.',
        spot,
      });
    }
    return this;
  }

  #pluralize({ args: [how], spot, text }: Call): Value {
    if (how) this.#naming = isNullish(how) ? 'as is' : 'unknown';
    return unknown('how collections are named is known only at run time', spot, text);
  }

  #set({ args: [key, value] }: Call): Value {
    const options = key instanceof ObjectValue ? property(key, 'autoIndex') : undefinedValue;
    if (stringOf(key) === 'autoIndex' && value) this.#autoIndex = truthOf(value);
    else if (!isNullish(options)) this.#autoIndex = truthOf(options);
    return this;
  }
}

/** `new Schema(definition, options)`, with or without `new`. */
function schemaClass(): Native {
  return {
    kind: 'native',
    name: 'Schema',
    get: (key) => (key === 'Types' ? schemaTypesNative : schemaType(key)),
    call: newSchema,
    construct: newSchema,
  };
}
