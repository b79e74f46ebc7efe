import {
  isNullish,
  keyOf,
  nativeFunction,
  ObjectValue,
  primitive,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from '../values.js';

/** A type that a path can have: `String`, `Schema.Types.ObjectId`, … */
export class TypeNative implements Native {
  readonly kind = 'native';

  constructor(readonly name: string) {}

  get(key: string): Value | null {
    if (key === 'name' || key === 'schemaName') return primitive(this.name);
    if (this.name === 'ObjectId' && (key === 'createFromHexString' || key === 'ObjectId')) return this;
    return null;
  }

  call(call: Call): Value {
    return this.construct(call);
  }

  construct({ args: [given], spot, text }: Call): Value {
    if (this.name === 'ObjectId') {
      const hex = given && keyOf(given);
      if (hex && /^[0-9a-f]{24}$/i.test(hex)) return extended('$oid', hex, spot);
    }
    if (this.name === 'Date' && given?.kind === 'primitive' && !isNullish(given)) {
      const time = new Date(given.value as string | number);
      if (!Number.isNaN(time.getTime())) return extended('$date', time.toISOString(), spot);
    }
    if (['String', 'Number', 'Boolean'].includes(this.name) && given?.kind === 'primitive') {
      if (this.name === 'String') return primitive(String(given.value));
      return primitive(this.name === 'Number' ? Number(given.value) : Boolean(given.value));
    }
    return unknown(`a new ${this.name} is known only at run time`, spot, text);
  }
}

/** What stands under `Schema.Types`. */
export class SchemaTypeNative extends TypeNative {
  constructor(
    name: string,
    /** `Schema.Types.String.set(option, value)`: an option of all paths of that type. */
    readonly onSet: ((call: Call) => void) | null = null,
  ) {
    super(name);
  }

  override get(key: string): Value | null {
    if (key !== 'set' || !this.onSet) return super.get(key);
    return nativeFunction(key, (call) => {
      this.onSet?.(call);
      return undefinedValue;
    });
  }
}

function extended(key: string, value: string, spot: Call['spot']): ObjectValue {
  const object = new ObjectValue(spot);
  object.put(key, { value: primitive(value), spot, conditions: null });
  return object;
}

/** Names under `Schema.Types`, from Mongoose 9, `lib/schema/index.js`; `Oid` and `Object` are its own other names. */
const schemaTypes: ReadonlyMap<string, SchemaTypeNative> = new Map(
  [
    'Array',
    'BigInt',
    'Boolean',
    'Buffer',
    'Date',
    'Decimal128',
    'Double',
    'Int32',
    'Map',
    'Mixed',
    'Number',
    'ObjectId',
    'String',
    'UUID',
    'Union',
    'Subdocument',
    'DocumentArray',
    'Embedded',
  ].map((name) => [name, new SchemaTypeNative(name)]),
);

const otherNames: Readonly<Record<string, string>> = {
  Oid: 'ObjectId',
  ObjectID: 'ObjectId',
  Object: 'Mixed',
  Bool: 'Boolean',
  Uuid: 'UUID',
  Symbol: 'String',
};

export function schemaType(name: string): SchemaTypeNative | null {
  return schemaTypes.get(otherNames[name] ?? name) ?? null;
}

/** A type written as a text: `'string'`, `'ObjectId'`. */
export function schemaTypeByText(text: string): TypeNative | null {
  return schemaType(text.charAt(0).toUpperCase() + text.slice(1));
}

export function schemaTypesNative(onSet: (call: Call) => void): Native {
  const types = new Map([...schemaTypes.keys()].map((name) => [name, new SchemaTypeNative(name, onSet)]));
  return {
    kind: 'native',
    name: 'Schema.Types',
    get: (key) => types.get(schemaType(key)?.name ?? '') ?? null,
  };
}

/** Classes of values that `Schema.Types` has types for, by other classes of the same names. */
const valueTypes: ReadonlyMap<string, TypeNative> = new Map(
  ['Decimal128', 'Double', 'ObjectId', 'UUID'].map((name) => [name, new TypeNative(name)]),
);

/** `mongoose.Types.ObjectId` and the like, which the driver gives as well. */
export function valueType(name: string): TypeNative | null {
  return valueTypes.get(otherNames[name] ?? name) ?? null;
}

/** `mongoose.Types`: the classes of values, which serve as types of paths, too. */
export const valueTypesNative: Native = {
  kind: 'native',
  name: 'Types',
  get: (key) =>
    valueType(key) ??
    schemaType(key) ??
    nativeFunction(key, ({ spot, text }) => unknown(`\`${key}\` is known only at run time`, spot, text)),
};
