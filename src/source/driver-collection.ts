import { fromServer } from './conditions.js';
import type { Findings } from './findings.js';
import { queryMethod } from './query-receiver.js';
import {
  ArrayValue,
  nativeFunction,
  ObjectValue,
  property,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from './values.js';

/** A collection of the native driver, `db.collection('x')`, and Mongoose's `Model.collection`. */
export class DriverCollection implements Native {
  readonly kind = 'native';
  readonly name = 'collection';

  constructor(
    readonly findings: Findings,
    readonly collection: string | null,
    readonly api: 'driver' | 'shell' = 'driver',
  ) {}

  get(key: string): Value {
    const query = queryMethod(
      this.findings,
      { model: null, collection: this.collection, api: this.api, schema: null },
      key,
    );
    if (query) return query;
    return nativeFunction(key, (call) => {
      if (key === 'createIndex' || key === 'ensureIndex') {
        const [pattern, options] = call.args;
        if (pattern) this.#found(pattern, options, call);
      } else if (key === 'createIndexes') this.#createIndexes(call);
      return unknown(fromServer, call.spot, call.text);
    });
  }

  #createIndexes(call: Call): void {
    const [list] = call.args;
    if (!(list instanceof ArrayValue) || list.rest) {
      const why = unknown('the list of indexes could not be read', call.spot, call.text);
      this.#found(why, undefined, call);
      return;
    }
    for (const item of list.items) {
      if (!(item instanceof ObjectValue)) {
        this.#found(item, undefined, call);
        continue;
      }
      const options = new ObjectValue(item.spot);
      options.rest = item.rest;
      for (const [name, entry] of item.entries) if (name !== 'key') options.put(name, entry);
      this.#found(property(item, 'key'), options, {
        ...call,
        spot: { ...item.spot, unit: call.spot.unit },
      });
    }
  }

  #found(
    key: Value,
    options: Value | undefined,
    { spot, conditions }: Pick<Call, 'spot' | 'conditions'>,
  ): void {
    this.findings.driverIndexes.push({
      collection: this.collection,
      key,
      options: options ?? undefinedValue,
      conditions,
      spot,
    });
  }
}
