import fc, { type Arbitrary } from 'fast-check';
import {
  factories,
  factoryNames,
  pluginNames,
  plugins,
  schemaOptions,
  statement,
  valueNames,
  values,
} from './schema-files.js';
import { indexArguments, options } from './schema-parts.js';
import { one, tidy, type DecoratedProgram } from './typegoose-files.js';

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
  'string',
  'number',
  'boolean',
  'Date',
  'Buffer',
  'bigint',
  "'a' | 'b'",
  'mongoose.Types.ObjectId',
  'Types.ObjectId',
  'mongoose.Schema.Types.ObjectId',
  'LocalStatus',
  'string[]',
  'Date[]',
  'Array<number>',
  'Map<string, string>',
  'Date | Date',
  '(number)',
  '[string, string]',
);
/** Of these Nest knows no type, or none in strict code. */
const vagueTypes = one('string | undefined', 'readonly string[]', 'Date | null', 'any', 'string | number');

const typeOption = one(
  'String',
  'Number',
  'Date',
  'Boolean',
  'Buffer',
  'Object',
  'Array',
  'Map',
  'mongoose.Schema.Types.ObjectId',
  'mongoose.Schema.Types.Mixed',
  'mongoose.Schema.Types.Date',
  'Types.ObjectId',
  "'string'",
  "'Date'",
  '[String]',
  '[Date]',
  '[Types.ObjectId]',
  "[{ type: mongoose.Schema.Types.ObjectId, ref: 'Other' }]",
  '[{ type: String, index: true }]',
  '[{ first: { type: String, unique: true }, at: Date }]',
  'mongoose.Schema.Types.Decimal128',
  'mongoose.Schema.Types.UUID',
  'new MongooseSchema({ own: { type: String, index: -1 } })',
  '[]',
  '() => String',
  '() => Date',
  '[() => Date]',
  '[[String]]',
  '{ first: { type: String, index: true }, last: String }',
  'raw({ first: { type: String, index: true } })',
  '[raw({ first: { type: String, unique: true } })]',
  '{ type: String, enum: ["Point"] }',
  'Number as any',
);
const nestedOption = (sub: Arbitrary<string>): Arbitrary<string> =>
  fc
    .tuple(sub, one('X', '() => X', '[X]', '[() => X]', '() => [X]', 'XSchema', '[XSchema]'))
    .map(([name, form]) => form.replace('X', name));

const extra = one(
  '',
  '',
  '',
  ', required: true',
  ', ...SHARED_PROP',
  ', _id: false',
  ', excludeIndexes: true',
  ', ref: () => Other',
  ", ref: 'Other'",
  ', of: String',
  ', default: () => null',
  ', validate: (value: unknown) => Boolean(value)',
  ', get: (value: unknown) => value',
);

function property(nested: readonly string[]): Arbitrary<(key: string) => string> {
  const written = (decorator: string, type: string): ((key: string) => string) => {
    return (key) => `  ${decorator}\n  ${key}: ${type};`;
  };
  const call = (inside: string): string => `@Prop({ ${tidy(inside)} })`;
  const sub = one(...(nested.length > 0 ? nested : ['Other']));
  return fc.oneof(
    { weight: 1, arbitrary: flatTypes.map((type) => written('@Prop()', type)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(options, one('String', 'Date', '[String]'), vagueTypes)
        .map(([more, option, type]) => written(call(`${more}, type: ${option}`), type)),
    },
    {
      weight: 7,
      arbitrary: fc
        .tuple(options, flatTypes, extra)
        .map(([more, type, rest]) => written(call(more + rest), type)),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(options, typeOption, extra)
        .map(([more, option, rest]) => written(call(`${more}, type: ${option}${rest}`), 'any')),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(options, nestedOption(sub), extra)
        .map(([more, option, rest]) => written(call(`type: ${option}, ${more}${rest}`), 'any')),
    },
    { weight: 2, arbitrary: fc.tuple(options, sub).map(([more, type]) => written(call(more), type)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(sub, options)
        .map(([type, more]) => written(`@Prop([{ ${tidy(`type: ${type}, ${more}`)} }])`, 'any')),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          one(
            '@Prop([String])',
            '@Prop([Date])',
            '@Prop([SUB])',
            '@Prop([() => SUB])',
            '@Prop(raw({ first: { type: String, index: true }, last: { type: SUBSchema } }))',
            '@Prop(raw({ type: { type: String, index: true }, coordinates: [Number] }))',
            '@Prop(SHARED_PROP)',
            '@Prop({ ...SHARED_PROP })',
            '@Indexed()',
            '@Indexed({ sparse: true })',
            '@applyDecorators(Prop({ index: -1, type: Number }), Other.decorator())',
            '@applyDecorators(Prop({ index: -1, type: Number }), Prop({ unique: true, type: String }))',
            '@Keyed',
            "@Prop({ type: String, index: true, ref: () => 'Other' })",
            '@Prop({ type: () => SUB, index: true })\n  @Other.decorator()',
            '@Prop({ type: String, index: true })\n  @Prop({ type: Number, unique: true })',
            '@Virtual({ get: function () { return 1; } })',
            '@Prop([raw({ a: { type: String, index: true } })])',
            '@Prop({ type: Map, of: SUBSchema })',
            "@Prop({ type: { type: String }, coordinates: { type: [Number], index: '2dsphere' } })",
          ),
          sub,
        )
        .map(([decorator, type]) => written(decorator.replaceAll('SUB', type), 'string')),
    },
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

const schemaDecorator = fc.oneof(
  { weight: 5, arbitrary: schemaOptions.map((text) => `@Schema(${text.replace(/^, /, '')})`) },
  {
    weight: 2,
    arbitrary: one(
      '@Schema()',
      '@Schema({ _id: false })',
      '@Schema(SHARED_OPTIONS)',
      '@Schema({ ...SHARED_OPTIONS, timestamps: true })',
      '@Schema({ excludeIndexes: true })',
    ),
  },
);
const maybeDecorated = fc.oneof(
  { weight: 4, arbitrary: schemaDecorator },
  { weight: 1, arbitrary: fc.constant('') },
);

const features = one(
  'MongooseModule.forFeature([{ name: Main.name, schema: MainSchema }])',
  "MongooseModule.forFeature([{ name: 'Renamed', schema: MainSchema, collection: 'third' }])",
  "MongooseModule.forFeature([{ name: Main.name, schema: MainSchema }, { name: 'Second', schema: SchemaFactory.createForClass(Sub) }])",
  'MongooseModule.forFeatureAsync([{ name: Main.name, useFactory: () => { const schema = MainSchema; schema.index({ late: 1 }); return schema; } }])',
  "MongooseModule.forFeatureAsync([{ name: Main.name, collection: 'later', useFactory: async (service) => MainSchema, inject: ['DatabaseConnection'] }])",
  'MongooseModule.forFeature([{ name: Main.name, schema: MainSchema }]), MongooseModule.forFeature([{ name: Main.name, schema: MainSchema }])',
  'MongooseModule.forFeature(MODELS)',
  'MongooseModule.forFeature([{ name: Main.name, schema: MainSchema, discriminators: [{ name: Kind.name, schema: SchemaFactory.createForClass(Kind) }] }])',
  "MongooseModule.forFeature([{ name: Main.name, schema: MainSchema, discriminators: [{ name: 'Kind', schema: SchemaFactory.createForClass(Kind), value: 'kind' }] }])",
  'MongooseModule.forFeature([...MODELS])',
  'MongooseModule.forFeature([{ name: Base.name, schema: SchemaFactory.createForClass(Base) }, { name: Main.name, schema: SchemaFactory.createForClass(Main) }])',
  "MongooseModule.forFeature([{ name: Main.name, schema: MainSchema }], 'cats')",
  "MongooseModule.forFeatureAsync([{ name: Main.name, async useFactory() { const schema = SchemaFactory.createForClass(Main); schema.plugin(tagged, { path: 'tag' }); return schema; } }])",
  "MongooseModule.forFeatureAsync([{ name: Main.name, useFactory: function () { MainSchema.pre('save', function () {}); return MainSchema.clone().index({ cloned: 1 }); }, discriminators: [{ name: Kind.name, schema: SchemaFactory.createForClass(Kind) }] }])",
  "MongooseModule.forFeatureAsync([{ name: 'First', useFactory: () => MainSchema }, { name: 'Second', useFactory: () => Promise.resolve(SchemaFactory.createForClass(Sub)) }], 'cats')",
  'MongooseModule.forFeature(featuresOf(Main, Sub))',
  'MongooseModule.forFeature([Main, Kind].map((type) => ({ name: type.name, schema: SchemaFactory.createForClass(type as any) })))',
  'MongooseModule.forFeature([{ name: Main.name, schema: SchemaFactory.createForClass(Main).index({ chained: 1 }) }])',
  'MongooseModule.forFeature([{ name: Stamped.name, schema: SchemaFactory.createForClass(Stamped) }])',
  "MongooseModule.forFeature([{ name: 'Defined', schema: new mongoose.Schema(DefinitionsFactory.createForClass(Main), { collection: 'defined' }) }])",
);

const head = [
  "import mongoose, { Types, Schema as MongooseSchema } from 'mongoose';",
  "import { applyDecorators } from '@nestjs/common';",
  "import { Prop, Schema, SchemaFactory, DefinitionsFactory, MongooseModule, Virtual, raw } from '@nestjs/mongoose';",
  `import { ${valueNames.join(', ')}, SHARED_PROP, SHARED_OPTIONS, Indexed, Keyed, Other } from './values';`,
].join('\n');
const local = "enum LocalStatus { a = 'x', b = 'y' }";

const sharedValues = [
  "import mongoose, { Schema as MongooseSchema } from 'mongoose';",
  "import { Prop, Schema } from '@nestjs/mongoose';",
  'export const SHARED_PROP: any = { index: true, required: true };',
  "export const SHARED_OPTIONS = { collection: 'shared', timestamps: true };",
  'export const Indexed = (more: object = {}) => Prop({ type: String, index: true, ...more });',
  'export class Other { static decorator() { return (target: object, key: string) => {}; } }',
  "export const OtherSchema = 'string';",
  'export const Keyed = (target: object, key: string) => Prop({ type: key.length > 4 ? Date : String, index: -1 })(target, key);',
  'export function tagged(schema: any, options: any) { schema.add({ [options.path]: { type: String, index: true } }); schema.index({ plugged: 1, [options.path]: 1 }); }',
  'export function mixin<T extends new (...args: any[]) => object>(Base: T) { @Schema() class Mixed extends Base { @Prop({ index: true, type: Date }) mixedAt: Date; } return Mixed; }',
];

const helperNames = [...pluginNames, ...factoryNames];

/** `Schema` is Nest's decorator in these files. */
function withMongooseSchema(text: string): string {
  return text.replaceAll(/(?<![.\w])Schema([(.])/g, 'MongooseSchema$1');
}

/** Classes of NestJS Mongoose in several files: constants, nested classes, a base class, the module. */
export const nestPrograms: Arbitrary<DecoratedProgram> = fc
  .record({
    strict: fc.boolean(),
    sub: body([], 3),
    subDecorator: maybeDecorated,
    subMore: fc.array(indexArguments, { maxLength: 1 }),
    deep: body(['Sub'], 2),
    deepDecorator: maybeDecorated,
    base: body(['Sub', 'Deep'], 3),
    baseDecorator: maybeDecorated,
    middle: fc.option(fc.tuple(body(['Sub'], 2), maybeDecorated)),
    main: body(['Sub', 'Deep'], 5),
    mainDecorator: schemaDecorator,
    mainExtends: fc.boolean(),
    statements: fc.array(
      statement.map((text) =>
        withMongooseSchema(text)
          .replaceAll(/\bschema\b/g, 'MainSchema')
          .replaceAll(/\bsub\b/g, 'SubSchema'),
      ),
      { maxLength: 2 },
    ),
    features,
  })
  .map((it) => ({
    strict: it.strict,
    files: {
      'values.ts': [
        ...sharedValues,
        ...values,
        ...plugins,
        ...factories.map(withMongooseSchema),
        `export { ${[...valueNames, ...helperNames].join(', ')} };`,
      ]
        .join('\n')
        .replace('(own) =>', '(own: object) =>'),
      'sub.ts': [
        head,
        "import { OtherSchema } from './values';",
        local,
        it.subDecorator,
        'export class Sub {',
        it.sub,
        '}',
        'export const SubSchema = SchemaFactory.createForClass(Sub);',
        ...it.subMore.map((text) => `SubSchema.index(${text});`),
        it.deepDecorator,
        'export class Deep {',
        it.deep,
        '}',
        'export const DeepSchema = SchemaFactory.createForClass(Deep);',
      ].join('\n'),
      'main.ts': [
        head,
        "import { Sub, SubSchema, Deep, DeepSchema } from './sub';",
        `import { ${helperNames.join(', ')} } from './values';`,
        local,
        it.baseDecorator,
        `export class Base {`,
        it.base,
        '}',
        ...(it.middle ? [it.middle[1], `export class Middle extends Base {\n${it.middle[0]}\n}`] : []),
        it.mainDecorator,
        `export class Main${it.mainExtends ? ` extends ${it.middle ? 'Middle' : 'Base'}` : ''} {`,
        it.main,
        '}',
        '@Schema()',
        'export class Kind { @Prop({ index: true }) own: string; @Prop() email: string; }',
        'export const MainSchema = SchemaFactory.createForClass(Main);',
        ...it.statements,
      ].join('\n'),
      'model.ts': [
        "import mongoose from 'mongoose';",
        "import { Module } from '@nestjs/common';",
        "import { MongooseModule, Prop, Schema, SchemaFactory, DefinitionsFactory } from '@nestjs/mongoose';",
        "import { Main, MainSchema, Base, Kind } from './main';",
        "import { Sub } from './sub';",
        "import { mixin, tagged } from './values';",
        "@Schema({ collection: 'stamped' }) class Stamped extends mixin(Main) { @Prop({ unique: true }) stamp: string; }",
        'const featuresOf = (...types: any[]) => types.map((type) => ({ name: type.name, schema: SchemaFactory.createForClass(type) }));',
        'const MODELS = [{ name: Main.name, schema: MainSchema }];',
        `export const features = [${it.features}];`,
        '@Module({ imports: [...features] })',
        'export class MainModule {}',
      ].join('\n'),
    },
  }));
