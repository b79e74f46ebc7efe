import { DriverCollection } from '../driver-collection.js';
import type { Findings, FoundModel } from '../findings.js';
import { queryMethod } from '../query-receiver.js';
import {
  nativeFunction,
  ObjectValue,
  primitive,
  stringOf,
  unknown,
  type Call,
  type Native,
  type Spot,
  type Value,
} from '../values.js';
import { applyEmbeddedDiscriminators, discriminatorCall, mergeDiscriminator } from './discriminators.js';
import { notePlugged } from './plugin-order.js';
import type { Schema } from './schema.js';

/** What `mongoose.model(…)` gives. */
export class ModelNative implements Native {
  readonly kind = 'native';

  constructor(
    readonly findings: Findings,
    /** The model's name; `*` where it is not known. */
    readonly name: string,
    readonly collection: string | null,
    readonly schema: Schema | null,
    /** Null: it was looked up by its name. */
    readonly found: FoundModel | null = null,
  ) {}

  held(name: string): void {
    if (this.found) this.found.heldAs ??= name;
  }

  get isLookedUp(): boolean {
    return this.found === null;
  }

  get(key: string): Value {
    if (key === 'schema' && this.schema) return this.schema;
    if (key === 'collection') return new DriverCollection(this.findings, this.collection);
    if (key === 'modelName' && this.name !== '*') return primitive(this.name);
    if (key === 'discriminator')
      return nativeFunction(key, (call) => new ModelNative(...this.#discriminator(call)));
    const own = this.schema?.functions.statics.get(key);
    if (own) return own;
    const target = {
      model: this.name,
      collection: this.collection,
      api: 'mongoose',
      schema: this.schema,
    } as const;
    const query = queryMethod(this.findings, target, key);
    if (query) return query;
    return nativeFunction(key, (call) => unknown('it is known only at run time', call.spot, call.text));
  }

  /** Its documents lie in the collection of its base. */
  #discriminator({ args, spot, conditions }: Call): ConstructorParameters<typeof ModelNative> {
    const base = this.schema;
    const site = { spot, conditions };
    const read = base
      ? discriminatorCall(args, site, base.behaviour)
      : { gap: 'The model that this discriminator belongs to could not be read.' };
    const own = 'gap' in read ? null : read;
    if (own && base) {
      mergeDiscriminator(own, base, site);
      base.discriminators.set(own.name, own.schema);
      applyEmbeddedDiscriminators(own.schema, spot.unit);
      notePlugged(own.schema, spot.unit);
    }
    const gaps = 'gap' in read ? [{ code: 'discriminator', message: read.gap, spot }] : [];
    const name = own?.name ?? stringOf(args[0]);
    const model: FoundModel = {
      ...this.found,
      heldAs: undefined,
      name,
      collection: this.collection,
      schema: own?.schema ?? null,
      autoIndex: this.found?.autoIndex ?? null,
      gaps,
      spot,
    };
    this.findings.models.push(model);
    return [this.findings, name ?? '*', this.collection, model.schema, model];
  }

  /** `schema.discriminator(…)`, called before: the call of `model` makes these models, too. */
  applyDiscriminators(call: Call): void {
    if (!this.schema || this.schema.mapping) return;
    for (const [name, { schema, options }] of this.schema.askedDiscriminators)
      this.#discriminator({
        ...call,
        // Mongoose 6 does not keep the options of `schema.discriminator`.
        args: [primitive(name), schema, ...(options && call.spot.unit.mongoose >= 7 ? [options] : [])],
      });
  }

  construct({ spot, text }: Call): Value {
    return unknown('a document is known only at run time', spot, text);
  }

  set(): void {
    // Statics that are written onto a model change no index.
  }
}

/** A document of the model, of which its model alone is known. */
export function documentOf(model: ModelNative, spot: Spot): ObjectValue {
  const document = new ObjectValue(spot);
  document.rest = unknown('a document is known only at run time', spot, 'this');
  document.put('constructor', { value: model, spot, conditions: null });
  document.put('model', {
    value: nativeFunction('model', ({ args: [name] }) => modelByName(model.findings, stringOf(name) ?? '*')),
    spot,
    conditions: null,
  });
  return document;
}

/** A model looked up by its name alone: `mongoose.model('User')`. What it is, is known when all code was read. */
export function modelByName(findings: Findings, name: string): ModelNative {
  return new ModelNative(findings, name, null, null);
}
