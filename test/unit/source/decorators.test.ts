import assert from 'node:assert/strict';
import { only, outline, removeFolders, scan } from './source-folder.js';

describe('models made with decorators', () => {
  after(removeFolders);

  it('an index stands where its decorator or its option stands', async () => {
    const { catalog, folder } = await scan({
      'cat.ts': `import { prop, index, getModelForClass } from '@typegoose/typegoose';
@index({ name: 1, age: -1 }, { unique: true })
class Cat {
  @prop({ required: true, index: true })
  name!: string;
  @prop()
  age!: number;
}
export const CatModel = getModelForClass(Cat);`,
    });
    const model = only(catalog);
    assert.equal(model.complete, true);
    assert.deepEqual(
      model.indexes.map(({ name, origin, place }) => [name, origin, folder.textAt(place)]),
      [
        ['name_1', 'decorator', 'index: true'],
        ['name_1_age_-1', 'decorator', 'index({ name: 1, age: -1 }, { unique: true })'],
      ],
    );
    assert.equal(folder.textAt(model.place), 'getModelForClass(Cat)');
    assert.match(folder.textAt(model.schemaPlace!), /^(@index[^]*)?class Cat/);
  });

  it('what is added to a schema of NestJS by a call stands at the call', async () => {
    const { catalog, folder } = await scan({
      'cat.ts': `import { Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';
@Schema() export class Cat { @Prop({ unique: true }) name: string; }
export const CatSchema = SchemaFactory.createForClass(Cat);
CatSchema.index({ age: 1 });
export const feature = MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema }]);`,
    });
    const model = only(catalog);
    assert.deepEqual(
      model.indexes.map(({ name, origin, place }) => [name, origin, folder.textAt(place)]),
      [
        ['name_1', 'decorator', 'unique: true'],
        ['age_1', 'schema.index', 'CatSchema.index({ age: 1 })'],
      ],
    );
    assert.equal(folder.textAt(model.place), '{ name: Cat.name, schema: CatSchema }');
  });

  it('several modules that register one schema make one model', async () => {
    const feature = `import { MongooseModule } from '@nestjs/mongoose';
import { Cat, CatSchema } from './cat';
export const feature = MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema }]);`;
    const { catalog } = await scan({
      'a.module.ts': feature,
      'b.module.ts': feature,
      'c.module.ts': feature.replace('CatSchema }]', "CatSchema, collection: 'others' }]"),
      'cat.ts': `import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
@Schema() export class Cat { @Prop({ unique: true }) name: string; }
export const CatSchema = SchemaFactory.createForClass(Cat);`,
    });
    assert.deepEqual(outline(catalog), ['cats: name_1', 'others: name_1']);
  });

  it('classes of files that import each other', async () => {
    const { catalog } = await scan({
      'post.ts': `import { prop, getModelForClass } from '@typegoose/typegoose';
import { Author } from './author';
export class Post { @prop({ type: () => Author }) by!: unknown; @prop({ index: true }) title!: string; }
export const PostModel = getModelForClass(Post);`,
      'author.ts': `import { prop, type Ref } from '@typegoose/typegoose';
import { Post } from './post';
export class Author { @prop({ ref: () => Post, index: true }) last!: Ref<Post>; }`,
      'cat.ts': `import { Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';
import { Dog } from './dog';
@Schema() export class Cat { @Prop({ type: () => Dog }) foe: unknown; @Prop({ index: true }) name: string; }
export const CatSchema = SchemaFactory.createForClass(Cat);
MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema }]);`,
      'dog.ts': `import { Prop, Schema } from '@nestjs/mongoose';
import { Cat } from './cat';
@Schema() export class Dog { @Prop({ index: true }) bone: string; @Prop({ ref: () => Cat, type: String }) foe: unknown; }`,
    });
    assert.deepEqual(outline(catalog), ['cats: foe.bone_1, name_1', 'posts: by.last_1, title_1']);
  });

  it('models that a module of nestjs-typegoose registers', async () => {
    const { catalog } = await scan({
      'a.ts': `import { TypegooseModule } from 'nestjs-typegoose';
import { prop } from '@typegoose/typegoose';
class Cat { @prop({ unique: true }) name!: string; }
class Dog { @prop({ index: true }) name!: string; }
TypegooseModule.forFeature([Cat, { typegooseClass: Dog, schemaOptions: { collection: 'hounds' } }]);`,
    });
    assert.deepEqual(outline(catalog), ['cats: name_1', 'hounds: name_1']);
  });

  it('a class that a reference names is built all the same: Mongoose writes into options that it shares', async () => {
    const { catalog } = await scan({
      'shared.ts': `import { prop, getModelForClass } from '@typegoose/typegoose';
const shared = {};
class Deep { @prop({ type: String, index: shared, text: true }) word!: string; }
class Base {
  @prop({ type: () => Deep, ref: 'User' }) deep!: unknown;
  @prop({ type: String, index: shared }) items!: string;
}
export const BaseModel = getModelForClass(Base);`,
    });
    assert.deepEqual(
      only(catalog).indexes.map(({ key }) => key),
      [[['items', 'text']]],
    );
  });

  it('what is not followed leaves models incomplete', async () => {
    const { catalog } = await scan({
      'a.ts': `import { prop, index, modelOptions, plugin, getModelForClass, setGlobalOptions } from '@typegoose/typegoose';
import audit from 'some-audit';
const options = load();
@plugin(audit) class A { @prop({ index: true }) a!: string; }
@modelOptions(options) class B { @prop({ index: true }) a!: string; }
class C { @prop({ index: true, type: () => C }) a!: C; }
class D { @prop() a!: Date | null; @prop({ expires: 60 }) b!: Date | null; }
@index(options.key) class E { @prop({ index: options }) a!: string; }
${['A', 'B', 'C', 'D', 'E'].map((name) => `getModelForClass(${name});`).join('\n')}`,
      'b.ts': `import { prop, getModelForClass } from '@typegoose/typegoose';
class A { @prop({ index: true }) a!: string; }
const Model = getModelForClass(process.env.X ? A : other);`,
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete }) => [model, complete]),
      [
        ['A', false],
        [null, false],
        ['C', false],
        ['D', false],
        ['E', false],
        [null, false],
      ],
    );
  });

  it("Typegoose's settings for all classes", async () => {
    const model = `import { prop, getModelForClass, setGlobalOptions, Severity } from '@typegoose/typegoose';
class Cat { @prop({ index: true }) name!: string; }
`;
    const { catalog: harmless } = await scan({
      'a.ts': `${model}setGlobalOptions({ options: { allowMixed: Severity.ALLOW } }); getModelForClass(Cat);`,
    });
    const { catalog: changing } = await scan({
      'a.ts': `${model}setGlobalOptions({ schemaOptions: { excludeIndexes: true } }); getModelForClass(Cat);`,
    });
    assert.deepEqual([outline(harmless), outline(changing)], [['cats: name_1'], ['cats: name_1 ?']]);
  });

  it('classes with decorators that make no model', async () => {
    const { catalog } = await scan({
      'a.ts': `import { prop } from '@typegoose/typegoose';
import { Prop, Schema } from '@nestjs/mongoose';
import { Entity, Column } from 'typeorm';
class Address { @prop({ index: true }) city!: string; }
@Schema() class Part { @Prop({ index: true }) city: string; }
@Entity() class Row { @Column({ unique: true }) name: string; }`,
    });
    assert.deepEqual(catalog.models, []);
  });

  it('a decorator of a package that is not read may be anything', async () => {
    const head = `import { prop, getModelForClass } from '@typegoose/typegoose';
import { IsString } from 'class-validator';
import { Field, Columns } from '@company/decorators';
`;
    const of = async (decorators: string, member: string): Promise<string[]> => {
      const text = `${head}const Own = () => (target, key) => { Field()(target, key); };
${decorators} class Cat { ${member} name!: string; }
getModelForClass(Cat);`;
      return outline((await scan({ 'a.ts': text })).catalog);
    };
    assert.deepEqual(await of('', '@IsString() @prop({ index: true })'), ['cats: name_1']);
    assert.deepEqual(await of('', '@Field() @prop({ index: true })'), ['cats: name_1 ?']);
    assert.deepEqual(await of('', '@Field @prop({ index: true })'), ['cats: name_1 ?']);
    assert.deepEqual(await of('', '@Own() @prop({ index: true })'), ['cats: name_1 ?']);
    assert.deepEqual(await of('@Columns()', '@prop({ index: true })'), ['cats: name_1 ?']);
  });

  it('mapped types of NestJS bring no paths', async () => {
    const { catalog } = await scan({
      'a.ts': `import { Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Column } from '@company/decorators';
const Name = () => applyDecorators(ApiProperty(), Prop({ index: true }));
@Schema() class Cat { @Prop({ unique: true }) tag: string; }
@Schema() class Dog extends PartialType(Cat) { @Name() name: string; }
@Schema() class Cow { @applyDecorators(Column(), Prop({ index: true })) name: string; }
MongooseModule.forFeature([Dog, Cow].map((type) => ({ name: type.name, schema: SchemaFactory.createForClass(type) })));`,
    });
    assert.deepEqual(outline(catalog), ['dogs: name_1', 'cows: name_1 ?']);
  });

  it('the first versions of Typegoose', async () => {
    const { catalog } = await scan({
      'a.ts': `import { prop, arrayProp, mapProp, index, Typegoose } from 'typegoose';
class Toy { @prop({ index: true }) name!: string; }
@index({ born: 1, name: 1 })
class Cat extends Typegoose {
  @prop({ unique: true }) name!: string;
  @arrayProp({ items: String, index: true }) tags!: string[];
  @arrayProp({ items: Toy }) toys!: Toy[];
  @arrayProp({ itemsRef: Toy, index: true }) lost!: unknown[];
  @prop({ items: Toy }) more!: Toy[];
  @mapProp({ of: String, index: true }) words!: Map<string, string>;
}
new Cat().getModelForClass(Cat);
class Box extends Typegoose { @prop({ index: true }) size!: number; }
new Box().setModelForClass(Box, { schemaOptions: { collection: 'box' } });`,
    });
    assert.deepEqual(outline(catalog), [
      'cats: name_1, tags_1, toys.name_1, lost_1, more.name_1, words_1, born_1_name_1',
      'box: size_1',
    ]);
  });

  it('a model on a connection of its own', async () => {
    const { catalog } = await scan({
      'a.ts': `import mongoose from 'mongoose';
import { prop, getModelForClass, modelOptions } from '@typegoose/typegoose';
const own = new mongoose.Mongoose();
own.plugin((schema) => schema.index({ tenant: 1 }));
class Cat { @prop({ index: true }) name!: string; }
@modelOptions({ existingConnection: mongoose.createConnection('mongodb://localhost', { autoIndex: false }) })
class Dog { @prop({ index: true }) name!: string; }
getModelForClass(Cat, { existingMongoose: own });
getModelForClass(Dog);`,
    });
    assert.deepEqual(outline(catalog), ['cats: name_1, tenant_1', 'dogs: name_1']);
    assert.deepEqual(
      catalog.models.map(({ autoIndex }) => autoIndex),
      [null, false],
    );
  });

  it('Papr defines no indexes by itself', async () => {
    const { catalog } = await scan({
      'a.ts': `import Papr, { schema, types } from 'papr';
const papr = new Papr();
const User = papr.model('users', schema({ name: types.string() }));
export async function prepare() {
  await User.collection.createIndexes([{ key: { name: 1 }, name: 'byName' }]);
}`,
    });
    assert.deepEqual(outline(catalog), ['users: byName']);
  });
});
