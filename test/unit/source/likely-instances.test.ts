import assert from 'node:assert/strict';
import { Workspace } from '../../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source-folder.js';

// Queries in methods of classes that nobody here is seen to construct.

const models = `const { Schema, model } = require('mongoose');
exports.Dog = model('Dog', new Schema({ name: String }));
exports.Cat = model('Cat', new Schema({ name: String }));
`;

/** The queries that are read of a file, beside the models: `dogs.find name`, in the order of the code. */
async function queries(code: string, more: Record<string, string> = {}): Promise<string[]> {
  const folder = await SourceFolder.of({ 'models.js': models, 'code.ts': code, ...more });
  const workspace = new Workspace();
  const catalog = await workspace.scan(folder.paths);
  await workspace.dispose();
  return catalog.queries.map(({ collection, operation, filter }) => {
    const paths = filter.kind === 'object' ? filter.entries.map(({ key }) => key) : [];
    return [`${collection}.${operation}`, ...paths].join(' ');
  });
}

const base = `import { Cat, Dog } from './models';
class Base { constructor(model) { this.model = model; } first(filter) { return this.model.findOne(filter); } }
`;

describe('likely instances', () => {
  after(removeFolders);

  const cases: readonly (readonly [what: string, code: string, expected: readonly string[]])[] = [
    [
      'a constructor that hands its model to the base',
      `${base}export class Dogs extends Base { constructor() { super(Dog); } named(name) { return this.model.find({ name }); } }`,
      ['dogs.find name'],
    ],
    [
      'a base that asks its heir',
      `${base}abstract class Kind { constructor() { this.model = this.choose(); } }
       export class Cats extends Kind { choose() { return Cat; } named(name) { return this.model.find({ name }); } }`,
      ['cats.find name'],
    ],
    [
      'the one instance that the file makes',
      `${base}class Pets { constructor(model) { this.model = model; } named(name) { return this.model.find({ name }); } }
       export default new Pets(Cat);`,
      ['cats.find name'],
    ],
    [
      'instances by the types of parameters, through several classes',
      `${base}class Dogs extends Base { constructor() { super(Dog); } findOne(name) { return this.first({ name }); } }
       class Kennel { constructor(readonly dogs: Dogs) {} find(name) { return this.dogs.findOne(name); } }
       export class Door { constructor(private kennel: Kennel) {} open(name) { return this.kennel.find(name); } }`,
      ['dogs.findOne name'],
    ],
    [
      'a field with a decorator',
      `${base}import { Inject } from 'typedi';
       class Dogs extends Base { constructor() { super(Dog); } findOne(name) { return this.first({ name }); } }
       export class Door { @Inject() private dogs: Dogs; open(name) { return this.dogs.findOne(name); } }`,
      ['dogs.findOne name'],
    ],
    [
      'a function in a field',
      `${base}export class Dogs extends Base { constructor() { super(Dog); } named = (name) => this.model.find({ name }); }`,
      ['dogs.find name'],
    ],
    [
      'what is null until somebody connects is not null in a method',
      `${base}export class Late {
         constructor() { this.model = null; this.other = Dog; }
         named(name) { if (!this.model) throw new Error('not connected'); return this.other.find({ name }); }
       }`,
      ['dogs.find name'],
    ],
    [
      'classes that ask for one another',
      `${base}export class A { constructor(private b: B) {} find(x) { return this.b.find(x); } }
       export class B { constructor(private a: A) { this.model = Dog; } find(name) { return this.model.find({ name }) && this.a.find(name); } }`,
      ['dogs.find name'],
    ],
  ];
  for (const [what, code, expected] of cases)
    it(what, async () => {
      assert.deepEqual(await queries(code), expected);
    });

  it('two instances: which of them is not known', async () => {
    const code = `${base}class Pets { constructor(model) { this.model = model; } named(name) { return this.model.find({ name }); } }
      export const cats = new Pets(Cat); export const dogs = new Pets(Dog);`;
    assert.deepEqual(await queries(code), []);
  });

  it('no model comes of a constructor that is only looked into', async () => {
    const folder = await SourceFolder.of({
      'code.js': `const mongoose = require('mongoose');
        module.exports = class { constructor() { this.schemas = []; this.dogs = mongoose.connection.collection('dogs'); }
          find(name) { return this.dogs.find({ name }); } };`,
    });
    const workspace = new Workspace();
    const { models: found, queries: asked } = await workspace.scan(folder.paths);
    assert.deepEqual([found.length, asked.map(({ collection }) => collection)], [0, ['dogs']]);
    await workspace.dispose();
  });

  it('an edit of the class that is given is followed', async () => {
    const folder = await SourceFolder.of({
      'models.js': models,
      'dogs.ts': `import { Dog } from './models'; export class Dogs { model = Dog; }`,
      'door.ts': `import { Dogs } from './dogs';
        export class Door { constructor(private dogs: Dogs) {} open(name) { return this.dogs.model.find({ name }); } }`,
    });
    const workspace = new Workspace();
    const collections = ({ queries: asked }: Awaited<ReturnType<Workspace['scan']>>): (string | null)[] =>
      asked.map(({ collection }) => collection);
    assert.deepEqual(collections(await workspace.scan(folder.paths)), ['dogs']);
    const edited = `import { Cat } from './models'; export class Dogs { model = Cat; }`;
    await workspace.update(folder.path('dogs.ts'), edited);
    assert.deepEqual(collections(await workspace.settle()), ['cats']);
    await workspace.dispose();
  });
});
