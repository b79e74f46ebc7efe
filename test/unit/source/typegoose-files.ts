import fc, { type Arbitrary } from 'fast-check';
import { valueNames, values } from './schema-files.js';
import { indexArguments, options } from './schema-parts.js';

/** Files of TypeScript that are compiled together; `model.ts` is the one to load. */
export interface DecoratedProgram {
  readonly files: Readonly<Record<string, string>>;
  /** `strictNullChecks`, which changes what a written type is at run time. */
  readonly strict: boolean;
}

export const one = (...texts: string[]): Arbitrary<string> => fc.constantFrom(...texts);

/** Options put together of parts, some of which are empty. */
export const tidy = (inside: string): string => inside.replaceAll(/,(\s*,)+/g, ',').replace(/^[,\s]+/, '');

const names = [
  'email',
  'name',
  'companyId',
  'createdAt',
  'status',
  'tags',
  'address',
  'loc',
  'items',
  'seenAt',
];

const flatTypes = one(
  'string',
  'number',
  'boolean',
  'Date',
  'Date | null',
  'string | null',
  'Buffer',
  "'a' | 'b'",
  '1 | 2',
  'mongoose.Types.ObjectId',
  'Types.ObjectId',
  'mongoose.Types.Decimal128',
  'any',
  'unknown',
  'object',
  'Record<string, string>',
  'Status',
  'Alias',
  'Shape',
  '(string | undefined)',
  'Date | string',
  '{ a: string }',
  'bigint',
  'LocalStatus',
);
const arrayTypes = one(
  'string[]',
  'Date[]',
  'Array<number>',
  'readonly string[]',
  '[string, number]',
  'Sub[]',
  'string[] | null',
  'mongoose.Types.Array<string>',
  'Ref<Other>[]',
  '(Date | null)[]',
);
const mapTypes = one('Map<string, string>', 'Map<string, Sub>');

const scalarOption = one(
  'String',
  'Number',
  'Date',
  'Boolean',
  'Buffer',
  'Object',
  'mongoose.Schema.Types.ObjectId',
  'mongoose.Types.ObjectId',
  'mongoose.Schema.Types.Mixed',
  'mongoose.Schema.Types.Decimal128',
  'mongoose.Schema.Types.String',
  'mongoose.Schema.Types.UUID',
);
const lazy = (type: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(type, fc.boolean()).map(([text, isLazy]) => (isLazy ? `() => ${text}` : text));
const arrayed = (type: Arbitrary<string>): Arbitrary<string> => type.map((text) => `[${text}]`);

const extra = one(
  '',
  '',
  '',
  ', required: true',
  ', ...SHARED_PROP',
  ', _id: false',
  ', excludeIndexes: true',
  ', innerOptions: { index: true }',
  ', outerOptions: { unique: true }',
  ', select: false',
  ', allowMixed: 0',
  ', dim: 2',
  ', default: () => null',
  ', validate: (value: unknown) => Boolean(value)',
  ', get: (value: unknown) => value, set: (value: unknown) => value',
  ', alias: "other"',
);

/** One property with its decorator. */
function property(nested: readonly string[]): Arbitrary<(key: string) => string> {
  const isNested = nested.length > 0;
  const sub = one(...(isNested ? nested : ['String']));
  const written = (decorator: string, type: string): ((key: string) => string) => {
    return (key) => `  ${decorator}\n  public ${key}!: ${type};`;
  };
  const call = (inside: string, kind = ''): string => `@prop({ ${tidy(inside)} }${kind})`;
  return fc.oneof(
    { weight: 1, arbitrary: flatTypes.map((type) => written('@prop()', type)) },
    {
      weight: 6,
      arbitrary: fc
        .tuple(options, flatTypes, extra)
        .map(([more, type, rest]) => written(call(more + rest), type)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(options, lazy(scalarOption), flatTypes, extra)
        .map(([more, option, type, rest]) => written(call(`type: ${option}, ${more}${rest}`), type)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          options,
          fc.oneof(lazy(scalarOption), lazy(arrayed(scalarOption)), lazy(arrayed(arrayed(scalarOption)))),
          arrayTypes,
          extra,
        )
        .map(([more, option, type, rest]) => written(call(`${more}, type: ${option}${rest}`), type)),
    },
    { weight: 1, arbitrary: fc.tuple(options, arrayTypes).map(([more, type]) => written(call(more), type)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(options, lazy(scalarOption), mapTypes, one('', '', ', PropType.MAP'))
        .map(([more, option, type, kind]) => written(call(`type: ${option}, ${more}`, kind), type)),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          options,
          one('Other', "'Other'", '() => Other', "() => 'Other'"),
          one(
            'Ref<Other>',
            'Ref<Other>[]',
            'mongoose.Types.ObjectId',
            'Ref<Other, string>',
            'Ref<Other> | null',
            'string',
          ),
          one('', ', type: () => String', ', type: () => [mongoose.Types.ObjectId]', ', type: String'),
        )
        .map(([more, ref, type, option]) => written(call(`ref: ${ref}${option}, ${more}`), type)),
    },
    {
      weight: 1,
      arbitrary: one(
        "@prop({ ref: () => Other, localField: '_id', foreignField: 'owner', justOne: false })",
        "@prop({ refPath: 'kind', index: true })",
        '@prop({ type: () => [String], index: true }, PropType.ARRAY)',
        '@prop({ type: String, index: true }, PropType.ARRAY)',
        '@prop({ type: String, unique: true }, PropType.NONE)',
        '@prop(SHARED_PROP)',
        '@prop({ type: () => [Other], discriminators: () => [Kind, Sort] })',
        "@prop({ type: Other, discriminators: [{ type: Kind, value: 'kind' }] })",
        '@prop({ ...SHARED_PROP })',
        '@prop({ type: () => new Passthrough({ some: { type: String, index: true } }), index: true })',
        '@prop({ type: () => new Passthrough({ some: { type: String, index: true } }, true) })',
        '@indexed({ sparse: true })',
        '@indexed()',
        '@keyed',
        '@prop({ type: () => [Number], enum: Numbers, index: true })',
        '@prop({ enum: Numbers, addNullToEnum: true, type: Number, unique: true })',
        '@prop({ enum: Status, type: String, index: 1 })',
        "@prop({ enum: ['a', 'b'], index: true, type: () => String })",
        '@prop({ type: () => Sub, index: true })\n  @prop({ type: String, unique: true })',
      ).map((decorator) => written(decorator, 'string')),
    },
    ...(isNested
      ? [
          {
            weight: 2,
            arbitrary: fc
              .tuple(options, sub, extra)
              .map(([more, type, rest]) => written(call(more + rest), type)),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(sub, one('', `type: () => SUB`, `type: () => [SUB]`))
              .map(([type, option]) => written(call(option.replace('SUB', type)), `${type} | null`)),
          },
          {
            weight: 2,
            arbitrary: fc
              .tuple(options, lazy(sub), sub, extra)
              .map(([more, option, type, rest]) => written(call(`type: ${option}, ${more}${rest}`), type)),
          },
          {
            weight: 3,
            arbitrary: fc
              .tuple(
                options,
                fc.oneof(lazy(arrayed(sub)), lazy(sub), lazy(arrayed(arrayed(sub)))),
                sub,
                extra,
              )
              .map(([more, option, type, rest]) =>
                written(call(`type: ${option}, ${more}${rest}`), `${type}[]`),
              ),
          },
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.oneof(lazy(sub), lazy(arrayed(sub))), sub)
              .map(([option, type]) => written(call(`type: ${option}`), `Map<string, ${type}>`)),
          },
        ]
      : []),
  );
}

function body(nested: readonly string[], most: number): Arbitrary<string> {
  return fc
    .uniqueArray(fc.tuple(one(...names), property(nested)), {
      maxLength: most,
      minLength: 1,
      selector: ([name]) => name,
    })
    .map((pairs) => pairs.map(([name, text]) => text(name)).join('\n'));
}

const modelOptions = one(
  "@modelOptions({ schemaOptions: { collection: 'somewhere' } })",
  '@modelOptions({ schemaOptions: { timestamps: true } })',
  '@modelOptions({ schemaOptions: { _id: false } })',
  "@modelOptions({ schemaOptions: { collation: { locale: 'en' } }, options: { allowMixed: Severity.ALLOW } })",
  "@modelOptions({ options: { customName: 'Named' } })",
  "@modelOptions({ options: { customName: () => 'By' + 'Function' } })",
  "@modelOptions({ options: { customName: 'Suffix', automaticName: true } })",
  "@modelOptions({ options: { automaticName: true }, schemaOptions: { collection: 'auto' } })",
  '@modelOptions({ options: { disableLowerIndexes: true } })',
  '@modelOptions(SHARED_OPTIONS)',
  "@modelOptions({ ...SHARED_OPTIONS, schemaOptions: { ...SHARED_OPTIONS.schemaOptions, collection: 'spread' } })",
  '@modelOptions({ schemaOptions: { autoIndex: false, excludeIndexes: true } })',
  '@ModelOptions({ schemaOptions: { versionKey: false } })',
  '@modelOptions({ existingConnection: mongoose.connection })',
  '@modelOptions({ existingMongoose: mongoose, options: { disableCaching: true } })',
  "@modelOptions({ schemaOptions: { discriminatorKey: 'kind', timestamps: { createdAt: 'seenAt' } } })",
  '@modelOptions({ schemaOptions: { strict: false, toJSON: { virtuals: true } }, options: { allowMixed: Severity.ALLOW } })',
);
const classDecorators = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: indexArguments.map((text) => `@index(${text})`) },
      { weight: 3, arbitrary: modelOptions },
      {
        weight: 2,
        arbitrary: one(
          '@plugin(plugged)',
          '@plugin(plugged, { on: true })',
          "@pre<any>('save', function (next) { next(); })",
          "@post<any>('save', (doc) => { doc.save(); })",
          '@queryMethod(byName)',
          '@plugin(plugged, { on: true })\n@plugin(plugged)',
          '@index<any>({ typed: 1 }, { partialFilterExpression: { typed: { $exists: true } } })',
          "@searchIndex({ name: 'found', definition: { mappings: { dynamic: true } } })",
          '@index({ both: 1 })\n@index({ both: -1 })',
        ),
      },
    ),
    { maxLength: 3 },
  )
  .map((texts) => texts.join('\n'));

const made = one(
  'export const Model = getModelForClass(Main);',
  'const Model = getModelForClass(Main);\nexport default Model;',
  "export const Model = getModelForClass(Main, { schemaOptions: { collection: 'given' } });",
  "export const Model = getModelForClass(Main, { options: { customName: 'Given' } });",
  "export const Model = getModelForClass(Main, { options: { disableLowerIndexes: true, automaticName: true }, schemaOptions: { collection: 'x' } });",
  "const schema = buildSchema(Main);\nschema.index({ later: 1 });\nexport const Model = addModelToTypegoose(mongoose.model('Built', schema), Main);",
  "export const Model = mongoose.model('Direct', buildSchema(Main, { schemaOptions: { timestamps: true } }));",
  'export const Model = getModelForClass(Main);\nexport const Again = getModelForClass(Main);',
  'export const Model = getModelForClass(Main);\nexport const BaseModel = getModelForClass(Base);',
  'export const BaseModel = getModelForClass(Base);\nexport const Model = getModelForClass(Main);',
  'export const Model = getModelForClass(Main, { existingConnection: mongoose.connection });',
  'export const Model = getModelForClass(Other);\nexport const Special = getDiscriminatorModelForClass(Model, Sort);',
  "export const Model = getModelForClass(Other);\nexport const Special = getDiscriminatorModelForClass(Model, Kind, 'kind');\nexport const More = getDiscriminatorModelForClass(Model, Sort, { options: { customName: 'Sorted' } });",
  "export const BaseModel = getModelForClass(Base);\nexport const Model = getDiscriminatorModelForClass(BaseModel, Main, 'main');",
  'export const Model = getModelForClass(Main, { existingMongoose: mongoose });',
  "export const Model = getModelForClass(Main, { existingConnection: mongoose.connection, schemaOptions: { collection: 'connected', autoIndex: false } });",
  "const schema = buildSchema(Main, { schemaOptions: { collection: 'cloned' } }).clone();\nschema.plugin(plugged, { on: true });\nschema.path('late', { type: String, index: true } as any);\nexport const Model = addModelToTypegoose(mongoose.connection.model('Cloned', schema), Main);",
  'export const Model = getModelForClass(mixed(Main));',
  "class Last extends mixed(Main) { @prop({ index: true }) public last!: string; }\nexport const Model = getModelForClass(Last, { schemaOptions: { collection: 'last' } });",
  'const make = <T extends new (...args: any[]) => object>(type: T) => getModelForClass(type);\nexport const Model = make(Main);\nexport const SubModel = make(Sub);',
  'export const models = [Main, Sub, Deep].map((type) => getModelForClass(type as any));',
  'class Service { readonly model = getModelForClass(Main); static readonly other = getModelForClass(Sub); }\nexport const service = new Service();',
  'export const Model = mongoose.model(getName(Main), buildSchema(Main));',
  'export const Model = getModelForClass(Main);\nModel.schema.index({ afterwards: 1 });',
  'export const Model = getModelForClass(Holder);',
);

const head = [
  "import mongoose, { Types } from 'mongoose';",
  "import { prop, index, Index, modelOptions, ModelOptions, plugin, pre, post, queryMethod, getModelForClass, getDiscriminatorModelForClass, buildSchema, addModelToTypegoose, PropType, Severity, Passthrough, defaultClasses, getName, searchIndex, type Ref } from '@typegoose/typegoose';",
  `import { ${valueNames.join(', ')}, SHARED_PROP, SHARED_OPTIONS, Status, plugged, byName, indexed, keyed, mixed, Numbers } from './values';`,
].join('\n');
const local = [
  'type Alias = string | number;',
  'interface Shape { a: string }',
  "enum LocalStatus { a = 'x', b = 'y' }",
  'class Other { @prop({ index: true }) public hidden!: string; }',
  'class Kind extends Other { @prop({ unique: true }) public own!: string; }',
  "@index({ sorted: 1 }, { sparse: true })\nclass Sort extends Other { @prop({ index: 'text' }) public title!: string; }",
  '@modelOptions({ options: { discriminators: () => [Held] } })\nclass Holding { @prop() public any!: string; }',
  'class Held extends Holding { @prop({ index: true }) public held!: string; }',
  'class Holder { @prop({ type: () => [Holding], _id: false }) public all!: Holding[]; @prop({ type: () => Holding }) public single!: Holding; }',
].join('\n');

const sharedValues = [
  "import { prop } from '@typegoose/typegoose';",
  'export const SHARED_PROP = { index: true, required: true };',
  "export const SHARED_OPTIONS = { schemaOptions: { collection: 'shared', timestamps: true }, options: { allowMixed: 0 } };",
  "export enum Status { on = 'on', off = 'off' }",
  'export function plugged(schema: any, { on }: { on?: boolean } = {}) { schema.index({ plugged: 1 }); if (on) schema.add({ added: { type: String, index: true } }); }',
  'export function byName(this: any) { return this.find({}); }',
  'export enum Numbers { one = 1, two }',
  'export const keyed = (target: object, key: string) => prop({ type: key.length > 4 ? Date : String, index: -1 })(target, key);',
  'export function mixed<T extends new (...args: any[]) => object>(Base: T) { class Mixed extends Base { @prop({ index: true, type: Date }) public mixedAt!: Date; } return Mixed; }',
  'export const indexed = (more: object = {}) => prop({ type: String, index: true, ...more });',
];

/** Classes of Typegoose in several files: constants, nested classes, base classes, the model. */
export const typegoosePrograms: Arbitrary<DecoratedProgram> = fc
  .record({
    strict: fc.boolean(),
    sub: body([], 3),
    subDecorators: classDecorators,
    deep: body(['Sub'], 2),
    base: body(['Sub', 'Deep'], 3),
    baseDecorators: classDecorators,
    baseExtends: one('', '', '', ' extends defaultClasses.TimeStamps', ' extends mixed(class Root {})'),
    middle: fc.option(fc.tuple(fc.option(body(['Sub'], 2), { freq: 3 }), classDecorators)),
    main: fc.option(body(['Sub', 'Deep'], 5), { freq: 12 }),
    mainDecorators: classDecorators,
    mainExtends: fc.boolean(),
    made,
  })
  .map((it) => {
    const parent = it.middle ? 'Middle' : 'Base';
    return {
      strict: it.strict,
      files: {
        'values.ts': [...sharedValues, ...values, `export { ${valueNames.join(', ')} };`]
          .join('\n')
          .replace('(own) =>', '(own: object) =>'),
        'sub.ts': [
          head,
          local,
          it.subDecorators,
          'export class Sub {',
          it.sub.replaceAll(/\bSub\b/g, 'String'),
          '}',
          'export class Deep {',
          it.deep,
          '}',
        ].join('\n'),
        'base.ts': [
          head,
          "import { Sub, Deep } from './sub';",
          local,
          it.baseDecorators,
          `export abstract class Base${it.baseExtends} {`,
          it.base,
          '}',
        ].join('\n'),
        'model.ts': [
          head,
          "import { Sub, Deep } from './sub';",
          "import { Base } from './base';",
          local,
          ...(it.middle ? [it.middle[1], `class Middle extends Base {\n${it.middle[0] ?? ''}\n}`] : []),
          it.mainDecorators,
          `export class Main${it.mainExtends ? ` extends ${parent}` : ''} {`,
          it.main ?? '',
          '}',
          it.made,
        ].join('\n'),
      },
    };
  });
