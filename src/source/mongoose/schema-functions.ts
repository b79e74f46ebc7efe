import {
  ObjectValue,
  stringOf,
  type Call,
  type FunctionKind,
  type FunctionOwner,
  type Native,
  type Value,
} from '../values.js';

export function isFunctionKind(name: string): name is FunctionKind {
  return name === 'statics' || name === 'methods' || name === 'query';
}

/** The functions of one schema, of one kind. */
export class SchemaFunctions {
  readonly #functions = new Map<string, Value>();

  constructor(readonly owner: FunctionOwner) {}

  get(name: string): Value | null {
    return this.#functions.get(name) ?? null;
  }

  put(name: string, value: Value): void {
    if (value.kind !== 'function') return;
    this.#functions.set(name, value);
    value.owner = this.owner;
  }

  /** `static(name, function)` and `static({ name: function })`. */
  take({ args: [first, value] }: Pick<Call, 'args'>): void {
    const name = stringOf(first);
    if (name !== null && value) this.put(name, value);
    else if (first instanceof ObjectValue)
      for (const [key, entry] of first.entries) this.put(key, entry.value);
  }

  /** `schema.statics`, into which code writes. */
  holder(inner: (name: string) => Value): Native {
    return {
      kind: 'native',
      name: this.owner.kind,
      get: (name) => this.get(name) ?? inner(name),
      set: (name, value) => {
        this.put(name, value);
      },
      call: () => inner(''),
    };
  }
}
