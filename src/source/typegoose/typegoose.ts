import { injectedModel, injection } from '../nest/nest-mongoose.js';
import { lineOf } from '../class-line.js';
import { Decorator } from '../decorator.js';
import type { FoundModel } from '../findings.js';
import type { Mongoose } from '../mongoose/mongoose.js';
import { PackageValue } from '../mongoose/packages.js';
import {
  ArrayValue,
  ClassValue,
  isNullish,
  nativeFunction,
  ObjectValue,
  primitive,
  property,
  same,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Unit,
  type Value,
} from '../values.js';
import { buildSchema } from './class-schema.js';
import { mergedOptions, nameOf, part, timeStampsName } from './model-options.js';
import { arrayProp, mapProp, oldBase } from './old-typegoose.js';
import { passthroughClass } from './passthrough.js';

interface Made {
  readonly type: ClassValue;
  readonly name: Value;
  readonly model: Value;
  readonly found: FoundModel;
}

/** The package `@typegoose/typegoose`, 9 to 13. */
export class Typegoose implements Native {
  readonly kind = 'native';
  readonly name = '@typegoose/typegoose';
  readonly nest: Native;
  readonly #members: ReadonlyMap<string, Value>;
  readonly #made = new WeakMap<ClassValue | Unit, Made[]>();
  readonly #unread = new PackageValue('@typegoose/typegoose');

  constructor(readonly mongoose: Mongoose) {
    this.#members = this.#exports();
    this.nest = { kind: 'native', name: 'nestjs-typegoose', get: (key) => this.#ofNest(key) };
  }

  get(key: string): Value {
    return this.#members.get(key) ?? this.#unread.get(key);
  }

  #exports(): Map<string, Value> {
    const members = new Map<string, Value>([
      ['mongoose', this.mongoose],
      ['Passthrough', passthroughClass],
      ['PropType', enumOf({ ARRAY: 0, MAP: 1, NONE: 2 })],
      ['Severity', enumOf({ ALLOW: 0, WARN: 1, ERROR: 2 })],
      ['defaultClasses', { kind: 'native', name: 'defaultClasses', get: (key) => this.#defaultClass(key) }],
      ['getModelForClass', nativeFunction('getModelForClass', (call) => this.#model(call))],
      ['buildSchema', nativeFunction('buildSchema', (call) => this.#schema(call))],
      [
        'addModelToTypegoose',
        nativeFunction('addModelToTypegoose', ({ args: [model] }) => model ?? undefinedValue),
      ],
      [
        'getDiscriminatorModelForClass',
        nativeFunction('getDiscriminatorModelForClass', (call) => this.#discriminator(call)),
      ],
      ['setGlobalOptions', nativeFunction('setGlobalOptions', (call) => this.#setGlobalOptions(call))],
      ['setLogLevel', nativeFunction('setLogLevel', () => undefinedValue)],
      ['getName', nativeFunction('getName', (call) => this.#nameOf(call))],
      ['arrayProp', arrayProp],
      ['mapProp', mapProp],
      [
        'Typegoose',
        oldBase({
          getModelForClass: (call) => this.#model(call),
          setModelForClass: (call) => this.#model(call),
          buildSchema: (call) => this.#schema(call),
        }),
      ],
    ]);
    for (const name of [
      'prop',
      'index',
      'modelOptions',
      'plugin',
      'pre',
      'post',
      'queryMethod',
      'searchIndex',
    ]) {
      const decorator = nativeFunction(
        name,
        ({ args, spot, invoke }) => new Decorator(name, args, spot, invoke),
      );
      members.set(name, decorator);
    }
    for (const [other, name] of [
      ['Prop', 'prop'],
      ['Index', 'index'],
      ['ModelOptions', 'modelOptions'],
      ['Plugins', 'plugin'],
      ['Pre', 'pre'],
      ['Post', 'post'],
    ] as const) {
      const value = members.get(name);
      if (value) members.set(other, value);
    }
    return members;
  }

  #defaultClass(key: string): Value | null {
    return key === timeStampsName ? { kind: 'native', name: timeStampsName } : this.#unread.get(key);
  }

  /** `getModelForClass(class, options)`. */
  #model(call: Call): Value {
    const [type, options] = call.args;
    if (!(type instanceof ClassValue))
      return this.mongoose.model({ ...call, args: [notKnown(type, call), notKnown(type, call)] });
    const name = nameOf(type, options, call);
    const known = this.#knownModel(type, name, call);
    if (known) return known;
    const schema = buildSchema(type, options, call);
    if (options?.kind === 'unknown') {
      const message = `The options of the model could not be read: ${options.reason}.`;
      schema.gap('unknown-options', message, options.spot);
    }
    return this.#keep(call, type, name, this.#make(type, options, { ...call, args: [name, schema] }));
  }

  /** On `existingConnection` or `existingMongoose`, else on the module. */
  #make(type: ClassValue, options: Value | undefined, call: Call): Value {
    const merged = mergedOptions(type, options, call.spot);
    for (const name of ['existingConnection', 'existingMongoose']) {
      const given = property(merged, name);
      const model = given.kind === 'native' ? given.get?.('model') : null;
      if (model?.kind === 'native' && model.call) return model.call(call);
    }
    return this.mongoose.model(call);
  }

  #keep(call: Call, type: ClassValue, name: Value, model: Value): Value {
    const found = this.mongoose.findings.models.at(-1);
    if (found) for (const list of this.#madeBefore(type, call)) list.push({ type, name, model, found });
    return model;
  }

  /** Typegoose keeps models by their names: a second call gives the first model, whatever its options. */
  #knownModel(type: ClassValue, name: Value, call: Call): Value | null {
    const { models } = this.mongoose.findings;
    const known = this.#madeBefore(type, call)
      .flat()
      .find((one) => same(one.name, name) && models.includes(one.found));
    if (known?.type === type) models.push({ ...known.found, spot: call.spot });
    return known?.model ?? null;
  }

  /** The models made of classes that extend one and the same, and those that the same file makes. */
  #madeBefore(type: ClassValue, { spot }: Call): readonly Made[][] {
    return [lineOf(type).classes.at(-1) ?? type, spot.unit].map((key) => {
      const made = this.#made.get(key) ?? [];
      this.#made.set(key, made);
      return made;
    });
  }

  #schema(call: Call): Value {
    const [type, options] = call.args;
    return type instanceof ClassValue ? buildSchema(type, options, call) : notKnown(type, call);
  }

  #nameOf(call: Call): Value {
    const [type] = call.args;
    return type instanceof ClassValue ? nameOf(type, undefined, call) : notKnown(type, call);
  }

  /** `getDiscriminatorModelForClass(model, class, value?, options?)`. */
  #discriminator(call: Call): Value {
    const [model = undefinedValue, type, third, fourth] = call.args;
    const options = third instanceof ObjectValue ? third : fourth;
    const method = model.kind === 'native' ? model.get?.('discriminator') : null;
    if (!(type instanceof ClassValue) || method?.kind !== 'native' || !method.call)
      return this.mongoose.model({ ...call, args: [notKnown(type, call), notKnown(model, call)] });
    const name = nameOf(type, options, call);
    const known = this.#knownModel(type, name, call);
    if (known) return known;
    const value = third && !(third instanceof ObjectValue) && !isNullish(third) ? third : name;
    return this.#keep(
      call,
      type,
      name,
      method.call({ ...call, args: [name, buildSchema(type, options, call), value] }),
    );
  }

  /** Settings for all classes: those that change an index are not followed. */
  #setGlobalOptions({ args: [options = undefinedValue], spot }: Call): Value {
    const relevant = [
      'collection',
      'collation',
      'excludeIndexes',
      'typeKey',
      'autoIndex',
      'timestamps',
      'typePojoToMixed',
    ];
    const isKnown = options instanceof ObjectValue && !options.rest;
    const schemaOptions = isKnown ? property(options, 'schemaOptions') : undefinedValue;
    const changes =
      !isKnown ||
      (!isNullish(schemaOptions) &&
        (!(schemaOptions instanceof ObjectValue) ||
          schemaOptions.rest !== null ||
          relevant.some((key) => schemaOptions.entries.has(key)))) ||
      truthOf(part(options, 'options', 'disableLowerIndexes')) !== false;
    if (changes)
      this.mongoose.unreadSetting({
        code: 'global-options',
        message: "Typegoose's global options are not followed.",
        spot,
      });
    return undefinedValue;
  }

  /** `TypegooseModule.forFeature([Cat, { typegooseClass: Dog, schemaOptions }])`. */
  #ofNest(key: string): Value {
    if (key === 'InjectModel')
      return injection(key, ({ args: [type] }) => injectedModel(this.mongoose, type));
    if (key !== 'TypegooseModule') return new PackageValue('nestjs-typegoose').get(key);
    return {
      kind: 'native',
      name: key,
      get: (method) =>
        nativeFunction(method, (call) => {
          if (method === 'forFeature') this.#forFeature(call);
          return new ObjectValue(call.spot);
        }),
    };
  }

  #forFeature(call: Call): void {
    const [list] = call.args;
    const items = list instanceof ArrayValue && !list.rest ? list.items : [notKnown(list, call)];
    for (const item of items) {
      const type = item instanceof ObjectValue ? property(item, 'typegooseClass') : item;
      if (item instanceof ObjectValue && !isNullish(property(item, 'discriminators')))
        this.mongoose.model({ ...call, args: [notKnown(undefined, call), notKnown(undefined, call)] });
      this.#model({ ...call, args: [type, ...(item instanceof ObjectValue ? [item] : [])] });
    }
  }
}

function notKnown(value: Value | undefined, { spot, text }: Call): Value {
  return value?.kind === 'unknown' ? value : unknown('the class is none that is read', spot, text);
}

function enumOf(members: Readonly<Record<string, number>>): Native {
  return {
    kind: 'native',
    name: 'enum',
    get: (key) => {
      const value = members[key];
      return value === undefined ? null : primitive(value);
    },
  };
}
