import { DriverCollection } from '../driver-collection.js';
import type { Findings } from '../findings.js';
import { QueryCall, queryOperations } from '../query-call.js';
import { nativeFunction, stringOf, unknown, type Call, type Native, type Value } from '../values.js';
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
  ) {}

  get(key: string): Value {
    if (key === 'schema' && this.schema) return this.schema;
    if (key === 'collection') return new DriverCollection(this.findings, this.collection);
    if (key === 'discriminator') return nativeFunction(key, (call) => this.#discriminator(call));
    if (queryOperations.has(key)) {
      return nativeFunction(key, (call) => {
        const query = new QueryCall({ model: this.name, collection: this.collection }, key, call);
        this.findings.queries.push(query);
        return query;
      });
    }
    return nativeFunction(key, (call) => unknown('it is known only at run time', call.spot, call.text));
  }

  /** Its documents lie in the collection of its base; their indexes come with a partial filter, which is not read yet. */
  #discriminator({ args: [name], spot }: Call): Value {
    const gap = { code: 'discriminator', message: 'Discriminators are not read yet.', spot };
    const model = stringOf(name);
    this.findings.models.push({
      name: model,
      collection: this.collection,
      schema: null,
      autoIndex: null,
      gaps: [gap],
      spot,
    });
    return new ModelNative(this.findings, model ?? '*', this.collection, null);
  }

  construct({ spot, text }: Call): Value {
    return unknown('a document is known only at run time', spot, text);
  }

  set(): void {
    // Statics that are written onto a model change no index.
  }
}

/** A model looked up by its name alone: `mongoose.model('User')`. What it is, is known when all code was read. */
export function modelByName(findings: Findings, name: string): ModelNative {
  return new ModelNative(findings, name, null, null);
}
