import assert from 'node:assert/strict';
import path from 'node:path';
import type { Model } from '../../../src/model/catalog.js';
import type { DefinitionChange, WrittenIndex } from '../../../src/model/source-edit.js';
import { UserError } from '../../../src/model/user-error.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { edited } from './edited-files.js';
import { removeFolders, SourceFolder } from './source-folder.js';

type Index = Partial<WrittenIndex> & Pick<WrittenIndex, 'key'>;

const whole = (index: Index): WrittenIndex => ({ options: {}, name: null, ...index });
const add = (index: Index) => (): DefinitionChange => ({ kind: 'add', index: whole(index) });
const remove =
  (name: string) =>
  ({ indexes }: Model): DefinitionChange => ({
    kind: 'remove',
    old: indexes.find((one) => one.name === name)!,
  });
const replace =
  (name: string, index: Index) =>
  ({ indexes }: Model): DefinitionChange => ({
    kind: 'replace',
    old: indexes.find((one) => one.name === name)!,
    index: whole(index),
  });

/** The one file after the changes of its one model. */
async function edit(
  file: string,
  text: string,
  ...changes: ((model: Model) => DefinitionChange)[]
): Promise<string> {
  const folder = await SourceFolder.of({ [file]: text });
  const workspace = new Workspace();
  const { models } = await workspace.scan(folder.paths);
  const [model] = models;
  assert.ok(model);
  const asked = await workspace.editIndexes([{ model, changes: changes.map((change) => change(model)) }]);
  return edited({ [path.basename(file)]: text }, asked)[path.basename(file)]!;
}

async function refusal(
  file: string,
  text: string,
  change: (model: Model) => DefinitionChange,
): Promise<string> {
  try {
    return await edit(file, text, change);
  } catch (error) {
    assert.ok(error instanceof UserError && error.code === 'not-editable', String(error));
    return error.message;
  }
}

const head = "const mongoose = require('mongoose');\n";
const made = "\nmodule.exports = mongoose.model('User', schema);\n";

describe('definitions are edited in the style of their file', () => {
  after(removeFolders);

  it('puts an index behind the last one, with its quotes and its indentation', async () => {
    const text = (calls: string): string =>
      `const mongoose = require("mongoose")\nmodule.exports = () => {\n\tconst schema = new mongoose.Schema({name: String})\n${calls}\treturn mongoose.model("User", schema)\n}\n`;
    assert.equal(
      await edit(
        'user.js',
        text('\tschema.index({"name": 1}) // first\n'),
        add({
          key: [
            ['name', 1],
            ['social.id', -1],
          ],
          options: { unique: true },
        }),
      ),
      text(
        '\tschema.index({"name": 1}) // first\n\tschema.index({"name": 1, "social.id": -1}, {unique: true})\n',
      ),
    );
  });

  it('goes on with a chain', async () => {
    const text = (more: string): string =>
      `${head}const schema = new mongoose.Schema({ a: String });\nschema\n  .index({ a: 1 })\n  .index({ b: 1 }, { sparse: true })${more};\n${made}`;
    assert.equal(await edit('user.js', text(''), add({ key: [['c', 1]] })), text('\n  .index({ c: 1 })'));
    assert.equal(
      await edit('user.js', text(''), remove('b_1'), remove('a_1')),
      `${head}const schema = new mongoose.Schema({ a: String });\n${made}`,
    );
  });

  it('breaks a long call as Prettier does', async () => {
    const key = ['companyId', 'locationId', 'staffId', 'customerId', 'start', 'end'].map(
      (one) => [one, 1] as const,
    );
    const text = (call: string): string =>
      `${head}const schema = new mongoose.Schema(\n  { name: String },\n  { timestamps: true },\n);\n\nschema.index({ name: 1 });\n${call}${made}`;
    assert.equal(
      await edit('user.js', text(''), add({ key })),
      text(`schema.index({\n${key.map(([one]) => `  ${one}: 1,\n`).join('')}});\n`),
    );
    assert.equal(
      await edit(
        'user.js',
        text(''),
        add({ key: key.slice(0, 3), options: { partialFilterExpression: { start: 1 } } }),
      ),
      text(
        'schema.index(\n  { companyId: 1, locationId: 1, staffId: 1 },\n  { partialFilterExpression: { start: 1 } },\n);\n',
      ),
    );
  });

  it('stands behind the schema where it has no index yet, or in place where nothing names the schema', async () => {
    assert.equal(
      await edit(
        'a.js',
        `${head}const schema = new mongoose.Schema({ a: String });\n${made}`,
        add({ key: [['a', 1]] }),
      ),
      `${head}const schema = new mongoose.Schema({ a: String });\n\nschema.index({ a: 1 });\n${made}`,
    );
    assert.equal(
      await edit(
        'a.ts',
        "import { model, Schema } from 'mongoose';\nexport const A = model('A', new Schema({ a: String }));\n",
        add({ key: [['a', -1]] }),
      ),
      "import { model, Schema } from 'mongoose';\nexport const A = model('A', new Schema({ a: String }).index({ a: -1 }));\n",
    );
  });

  it('is an option of its path where the schema writes its indexes so', async () => {
    const text = (email: string, seen: string, more = ''): string =>
      `${head}const schema = new mongoose.Schema({\n  name: { type: String, unique: true },\n  email: ${email},\n  seen: ${seen},\n});\n${more}${made}`;
    const bare = text('String', '{\n    type: Date,\n    required: true,\n  }');
    assert.equal(
      await edit(
        'user.js',
        bare,
        add({ key: [['email', 1]], options: { unique: true } }),
        add({ key: [['seen', -1]] }),
      ),
      text('{ type: String, unique: true }', '{\n    type: Date,\n    required: true,\n    index: -1,\n  }'),
    );
    assert.equal(
      await edit(
        'user.js',
        bare,
        add({
          key: [
            ['email', 1],
            ['seen', 1],
          ],
        }),
      ),
      text(
        'String',
        '{\n    type: Date,\n    required: true,\n  }',
        '\nschema.index({ email: 1, seen: 1 });\n',
      ),
    );
    assert.equal(
      await edit(
        'user.js',
        bare,
        replace('name_1', {
          key: [
            ['name', 1],
            ['seen', 1],
          ],
          options: { unique: true },
        }),
      ),
      bare
        .replace('{ type: String, unique: true }', '{ type: String }')
        .replace('});\n', '});\n\nschema.index({ name: 1, seen: 1 }, { unique: true });\n'),
    );
  });

  it('is a decorator of Typegoose, imported where it is not yet', async () => {
    const text = (imported: string, decorators: string, prop = '@prop()'): string =>
      `import { ${imported} } from '@typegoose/typegoose';\n\n${decorators}export class Cat {\n  ${prop}\n  public name!: string;\n}\nexport const CatModel = getModelForClass(Cat);\n`;
    const bare = text('getModelForClass, prop', '');
    const once = text('getModelForClass, prop, index', '@index({ name: 1, age: -1 })\n');
    assert.equal(
      await edit(
        'cat.ts',
        bare,
        add({
          key: [
            ['name', 1],
            ['age', -1],
          ],
        }),
      ),
      once,
    );
    assert.equal(
      await edit(
        'cat.ts',
        once,
        replace('name_1_age_-1', {
          key: [
            ['name', 1],
            ['age', -1],
            ['kind', 1],
          ],
          options: { sparse: true },
        }),
      ),
      text('getModelForClass, prop, index', '@index({ name: 1, age: -1, kind: 1 }, { sparse: true })\n'),
    );
    assert.equal(
      await edit('cat.ts', text('getModelForClass, prop', '', '@prop({ index: true })'), remove('name_1')),
      bare,
    );
  });

  it('stands behind createForClass of NestJS', async () => {
    const text = (more: string): string =>
      `import { Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';\n\n@Schema()\nexport class Cat {\n  @Prop()\n  name: string;\n}\n\nexport const CatSchema = SchemaFactory.createForClass(Cat);\n${more}\nexport const feature = MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema }]);\n`;
    assert.equal(
      await edit(
        'cat.ts',
        text(''),
        add({ key: [['name', 1]] }),
        add({
          key: [
            ['name', 1],
            ['age', 1],
          ],
        }),
      ),
      text('\nCatSchema.index({ name: 1 });\nCatSchema.index({ name: 1, age: 1 });\n'),
    );
  });

  it('is a call of the driver, or an item of its list', async () => {
    const text = (calls: string): string =>
      `const { MongoClient } = require('mongodb');\nmodule.exports = async (db) => {\n${calls}};\n`;
    const first = "  await db.collection('logs').createIndex({ at: 1 });\n";
    const second = "  await db.collection('logs').createIndex({ user: 1 }, { sparse: true });\n";
    assert.equal(
      await edit('logs.js', text(first), add({ key: [['user', 1]], options: { sparse: true } })),
      text(first + second),
    );
    assert.equal(await edit('logs.js', text(first), remove('at_1')), text(''));
    const list = (items: string): string =>
      text(`  await db.collection('logs').createIndexes([\n${items}  ]);\n`);
    const item = "    { key: { user: 1 }, name: 'by user' },\n";
    assert.equal(
      await edit('logs.js', list(item), add({ key: [['at', 1]], options: { unique: true } })),
      list(`${item}    { key: { at: 1 }, unique: true },\n`),
    );
  });

  it('takes away a definition with the comment that speaks of it alone', async () => {
    const text = (calls: string): string =>
      `${head}const schema = new mongoose.Schema({ a: String });\n\n${calls}${made.slice(1)}`;
    const group = '// Look-ups\nschema.index({ a: 1 });\nschema.index({ b: 1 });\n\n';
    const single = '// For the calendar\nschema.index({ c: 1 });\n\n';
    assert.equal(
      await edit('a.js', text(group + single), remove('c_1'), remove('a_1')),
      text('// Look-ups\nschema.index({ b: 1 });\n\n'),
    );
  });

  it('changes options where they stand, and leaves what is none', async () => {
    const text = (options: string): string =>
      `${head}const schema = new mongoose.Schema({ a: Date });\nschema.index({ a: 1 }${options});\n${made}`;
    const ttl = (seconds: number): Index => ({ key: [['a', 1]], options: { expireAfterSeconds: seconds } });
    assert.equal(
      await edit('a.js', text(", { expires: '1d', background: true }"), replace('a_1', ttl(60))),
      text(', { expireAfterSeconds: 60, background: true }'),
    );
    assert.equal(
      await edit('a.js', text(', { unique: true }'), replace('a_1', { key: [['a', 1]] })),
      text(''),
    );
    assert.equal(
      await edit('a.js', text(''), replace('a_1', { key: [['a', 1]], name: "it's" })),
      text(", { name: 'it\\'s' }"),
    );
  });

  it('refuses what is computed, what would become another index, and values without a literal', async () => {
    const loop = `${head}const schema = new mongoose.Schema({ a: String });\nfor (const path of ['a', 'b']) schema.index({ [path]: 1 });\n${made}`;
    assert.match(
      await refusal('a.js', loop, remove('a_1')),
      /its definition is computed, or shared with others/,
    );
    const child = `${head}const Base = mongoose.model('Base', new mongoose.Schema({ a: String }));\nmodule.exports = Base.discriminator('Child', new mongoose.Schema({ b: String }));\n`;
    const folder = await SourceFolder.of({ 'b.js': child });
    const workspace = new Workspace();
    const { models } = await workspace.scan(folder.paths);
    await assert.rejects(
      workspace.editIndexes([
        { model: models.find(({ model }) => model === 'Child')!, changes: [add({ key: [['b', 1]] })()] },
      ]),
      /in Child it would become \{"key":\{"b":1\},"partialFilterExpression":\{"__t":"Child"\}\}/,
    );
    const date = { partialFilterExpression: { a: { $gt: { $date: '2026-01-01T00:00:00Z' } } } };
    assert.match(await refusal('a.js', loop, add({ key: [['c', 1]], options: date })), /BSON type/);
  });
});
