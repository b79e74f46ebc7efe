import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { Model } from 'mongoose';
import type { SchemaPath } from '../../../src/model/schema-path.js';
import { undeclaredPaths } from '../../../src/query/command/undeclared-paths.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { site } from './sites.js';

// What is said to be left out by strictQuery is what the real Mongoose leaves out.

const text = `
const mongoose = require('mongoose');
const pet = new mongoose.Schema({ name: String, chips: [String], vet: { city: String } });
const schema = new mongoose.Schema(
  {
    name: String, tags: [String], bag: {}, map: Map, owner: pet, pets: [pet],
    social: { facebookId: String, deep: { er: Number } },
  },
  { timestamps: true },
);
module.exports = new mongoose.Mongoose().model('Undeclared', schema);
`;
const declared = [
  ...['_id', '__v', 'name', 'tags', 'tags.0', 'bag', 'bag.any.thing', 'map', 'map.key', 'createdAt', 'owner'],
  ...[
    'owner.name',
    'owner.vet',
    'owner.vet.city',
    'pets',
    'pets.name',
    'pets.0.chips',
    'pets.vet.city',
    'social',
  ],
  ...['social.facebookId', 'social.deep', 'social.deep.er', 'name.below', 'pets._id'],
];
const others = [
  ...[
    'nmae',
    'owner.nmae',
    'owner.vet.town',
    'pets.age',
    'pets.0.age',
    'social.twitterId',
    'social.deep.est',
  ],
  ...['deep.er', 'socials.facebookId', 'updated'],
];

type Filter = Readonly<Record<string, unknown>>;

const plain: fc.Arbitrary<Filter> = fc
  .uniqueArray(fc.constantFrom(...declared, ...others), { minLength: 1, maxLength: 4 })
  .map((paths) => Object.fromEntries(paths.map((one) => [one, null])));
const inPets: fc.Arbitrary<Filter> = fc
  .uniqueArray(fc.constantFrom('name', 'age', 'vet.city', 'vet.town'), { minLength: 1, maxLength: 2 })
  .map((paths) => ({ pets: { $elemMatch: Object.fromEntries(paths.map((one) => [one, null])) } }));
const filters: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 1, arbitrary: inPets },
  { weight: 2, arbitrary: fc.tuple(plain, plain).map(([a, b]) => ({ $or: [a, b] })) },
  { weight: 1, arbitrary: fc.tuple(plain, inPets).map(([a, b]) => ({ $and: [a, { $nor: [b] }] })) },
);

describe('paths that a schema does not declare', () => {
  let folder: string;
  let paths: readonly SchemaPath[];
  let model: Model<unknown>;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-undeclared-'));
    const file = path.join(folder, 'model.js');
    await writeFile(file, text);
    const workspace = new Workspace();
    await workspace.scan([file]);
    paths = (await workspace.settle()).models[0]?.paths ?? [];
    await symlink(path.join(import.meta.dirname, '../../../node_modules'), path.join(folder, 'node_modules'));
    model = createRequire(file)(file) as Model<unknown>;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are those that strictQuery leaves out', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const query = model.find().setOptions({ strictQuery: true });
        const sent: unknown = query.cast(model, structuredClone(filter));
        const left = new Set(pathsIn(sent));
        const gone = new Set(pathsIn(filter).filter((one) => !left.has(one)));
        assert.deepEqual(new Set(undeclaredPaths(site('find', filter), { paths })), gone);
      }),
      { numRuns: 1_000, seed: 20261126 },
    );
  });
});

function pathsIn(filter: unknown, at = ''): readonly string[] {
  if (typeof filter !== 'object' || filter === null) return [at];
  return Object.entries(filter).flatMap(([key, value]): readonly string[] => {
    if (Array.isArray(value)) return value.flatMap((one: unknown) => pathsIn(one, at));
    return pathsIn(value, key.startsWith('$') ? at : at === '' ? key : `${at}.${key}`);
  });
}
