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
class SchemaFunctions implements FunctionOwner {
  /** Null: there are none. */
  #functions: Map<string, Value> | null = null;

  constructor(
    readonly schema: object,
    readonly kind: FunctionKind,
  ) {}

  get(name: string): Value | null {
    return this.#functions?.get(name) ?? null;
  }

  put(name: string, value: Value): void {
    if (value.kind !== 'function') return;
    this.#functions ??= new Map();
    this.#functions.set(name, value);
    value.owner = this;
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
      name: this.kind,
      get: (name) => this.get(name) ?? inner(name),
      set: (name, value) => {
        this.put(name, value);
      },
      call: () => inner(''),
    };
  }
}

/** All functions of one schema. */
export class FunctionsByKind implements Readonly<Record<FunctionKind, SchemaFunctions>> {
  readonly statics: SchemaFunctions;
  readonly methods: SchemaFunctions;
  readonly query: SchemaFunctions;

  constructor(schema: object) {
    this.statics = new SchemaFunctions(schema, 'statics');
    this.methods = new SchemaFunctions(schema, 'methods');
    this.query = new SchemaFunctions(schema, 'query');
  }
}
