import type { Conditions } from './conditions.js';
import type { Entry, Spot, Value } from './values.js';

/**
 * An entry whose value is read when it is asked for. All of them share one getter: an object with a getter of its own
 * has a hidden class of its own, which keeps all that the getter reaches until the engine clears up the whole heap.
 */
export class LazyEntry implements Entry {
  declare readonly value: Value;

  constructor(
    readonly read: () => Value,
    readonly spot: Spot,
    readonly conditions: Conditions,
  ) {
    // A property of its own: entries are copied by spread.
    Object.defineProperty(this, 'value', reading);
  }
}

const reading = {
  get(this: LazyEntry): Value {
    return this.read();
  },
  enumerable: true,
};
