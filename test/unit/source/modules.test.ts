import assert from 'node:assert/strict';
import { outline, removeFolders, scan } from './source-folder.js';

const sub = 'new Schema({ email: { type: String, unique: true } })';
const esmSchema = "import { Schema } from 'mongoose';\n";
const cjsSchema = "const { Schema } = require('mongoose');\n";
const esmModel = (what: string, from: string, schema: string): string =>
  `import mongoose from 'mongoose';\nimport ${what} from '${from}';\nmongoose.model('User', ${schema});`;
const cjsModel = (what: string, schema: string): string =>
  `const mongoose = require('mongoose');\nconst ${what} = require('./schema');\nmongoose.model('User', ${schema});`;

/** Ways by which a schema gets from one file into the model of another. */
const ways: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'default export': {
    'schema.mjs': `${esmSchema}export default ${sub};`,
    'model.mjs': esmModel('schema', './schema.mjs', 'schema'),
  },
  'default export of a name': {
    'schema.mjs': `${esmSchema}const user = ${sub};\nexport default user;`,
    'model.mjs': esmModel('schema', './schema.mjs', 'schema'),
  },
  'named export': {
    'schema.ts': `${esmSchema}export const userSchema = ${sub};`,
    'model.ts': esmModel('{ userSchema }', './schema', 'userSchema'),
  },
  'named export under another name': {
    'schema.ts': `${esmSchema}const inner = ${sub};\nexport { inner as outer };`,
    'model.ts': esmModel('{ outer as mine }', './schema.js', 'mine'),
  },
  namespace: {
    'schema.ts': `${esmSchema}export const userSchema = ${sub};`,
    'model.ts': esmModel('* as schemas', './schema', 'schemas.userSchema'),
  },
  're-export of everything': {
    'schemas/user.ts': `${esmSchema}export const userSchema = ${sub};`,
    'schemas/index.ts': "export * from './user';",
    'model.ts': esmModel('{ userSchema }', './schemas', 'userSchema'),
  },
  're-export of a name': {
    'schemas/user.ts': `${esmSchema}export default ${sub};`,
    'schemas/index.ts': "export { default as userSchema } from './user.js';",
    'model.ts': esmModel('{ userSchema }', './schemas/index.js', 'userSchema'),
  },
  're-export as a namespace': {
    'user.ts': `${esmSchema}export const schema = ${sub};`,
    'all.ts': "export * as user from './user';",
    'model.ts': esmModel('{ user }', './all', 'user.schema'),
  },
  'import and export': {
    'user.ts': `${esmSchema}export const schema = ${sub};`,
    'all.ts': "import { schema } from './user';\nexport { schema };",
    'model.ts': esmModel('{ schema }', './all', 'schema'),
  },
  'module.exports': {
    'schema.js': `${cjsSchema}module.exports = ${sub};`,
    'model.js': cjsModel('schema', 'schema'),
  },
  'module.exports of several': {
    'schema.js': `${cjsSchema}const user = ${sub};\nmodule.exports = { user, other: 1 };`,
    'model.js': cjsModel('{ user: mine }', 'mine'),
  },
  'exports.name': {
    'schema.cjs': `${cjsSchema}exports.user = ${sub};`,
    'model.js': cjsModel('schemas', 'schemas.user'),
  },
  'module.exports.name': {
    'schema.js': `${cjsSchema}module.exports.user = ${sub};`,
    'model.js': cjsModel('{ user }', 'user'),
  },
  'exports = module.exports = …': {
    'schema.js': `${cjsSchema}exports = module.exports = ${sub};`,
    'model.js': cjsModel('schema', 'schema'),
  },
  'transpiled default': {
    'schema.js': `Object.defineProperty(exports, '__esModule', { value: true });\n${cjsSchema}exports.default = ${sub};`,
    'model.js': cjsModel('schema', 'schema.default'),
  },
  'import of a CommonJS module': {
    'schema.cjs': `${cjsSchema}module.exports = ${sub};`,
    'model.mjs': esmModel('schema', './schema.cjs', 'schema'),
  },
  'named import of a CommonJS module': {
    'schema.cjs': `${cjsSchema}exports.user = ${sub};`,
    'model.mjs': esmModel('{ user }', './schema.cjs', 'user'),
  },
  'require of an ES module': {
    'schema.mjs': `${esmSchema}export const user = ${sub};`,
    'model.js': "require('mongoose').model('User', require('./schema.mjs').user);",
  },
  'import equals and export equals': {
    'schema.ts': `import mongoose = require('mongoose');\nconst schema = new mongoose.Schema({ email: { type: String, unique: true } });\nexport = schema;`,
    'model.ts':
      "import mongoose = require('mongoose');\nimport schema = require('./schema');\nmongoose.model('User', schema);",
  },
  'awaited import': {
    'schema.mjs': `${esmSchema}export const user = ${sub};`,
    'model.mjs':
      "import mongoose from 'mongoose';\nconst { user } = await import('./schema.mjs');\nmongoose.model('User', user);",
  },
  'a function that is given mongoose': {
    'schema.js': `module.exports = (mongoose) => { const s = new mongoose.Schema({ email: { type: String, unique: true } }); return mongoose.model('User', s); };`,
    'model.js': "require('./schema')(require('mongoose'));",
  },
  'a function that takes the definition': {
    'make.ts': `import { Schema, model, type SchemaDefinition } from 'mongoose';
export function make<T>(name: string, definition: SchemaDefinition<T>) { return model<T>(name, new Schema<T>(definition)); }`,
    'model.ts':
      "import type { Document } from 'mongoose';\nimport { make } from './make';\nexport const User = make<Document & { email: string }>('User', { email: { type: String, unique: true } });",
  },
  'an index added in another file': {
    'schema.js': `${cjsSchema}const user = new Schema({ email: String });\nrequire('./indexes')(user);\nmodule.exports = user;`,
    'indexes.js': 'module.exports = (schema) => schema.index({ email: 1 }, { unique: true });',
    'model.js': cjsModel('schema', 'schema'),
  },
  'a plugin of the code': {
    'schema.js': `${cjsSchema}const user = new Schema({ email: String });\nuser.plugin(require('./plugin'), { path: 'email' });\nmodule.exports = user;`,
    'plugin.js':
      'module.exports = function (schema, { path }) { schema.index({ [path]: 1 }, { unique: true }); };',
    'model.js': cjsModel('schema', 'schema'),
  },
  'the model registered before': {
    'model.ts': `${esmSchema}import mongoose from 'mongoose';\nexport default mongoose.models.User || mongoose.model('User', ${sub});`,
  },
  'the model registered before, other way': {
    'model.ts': `${esmSchema}import { model, models } from 'mongoose';\nexport default (models?.User as unknown) ?? model('User', ${sub});`,
  },
  'a connection': {
    'model.js': `const mongoose = require('mongoose');\nconst db = mongoose.createConnection('mongodb://x');\ndb.model('User', new mongoose.Schema({ email: { type: String, unique: true } }));`,
  },
  'a class': {
    'model.js': `const mongoose = require('mongoose');
class Database { constructor(m) { this.User = m.model('User', Database.schema()); } static schema() { return new mongoose.Schema({ email: { type: String, unique: true } }); } }
new Database(mongoose);`,
  },
};

describe('definitions across files', () => {
  after(removeFolders);

  for (const [name, files] of Object.entries(ways)) {
    it(name, async () => {
      const { catalog } = await scan(files);
      assert.deepEqual(outline(catalog), ['users: email_1'], JSON.stringify(catalog.models[0]?.problems));
      assert.deepEqual(catalog.models[0]?.indexes[0]?.options, { unique: true });
    });
  }

  it('a function that makes models stands for those that are not found', async () => {
    const { catalog } = await scan({
      'make.ts': `import { Schema, model } from 'mongoose';
export const make = (name: string, definition: object) => model(name, new Schema(definition));`,
    });
    assert.deepEqual(outline(catalog), ['*:  ?']);
    assert.equal(catalog.models[0]?.model, null);
  });

  it('a package that is not read, and a file that is not there', async () => {
    const { catalog } = await scan({
      'a.js':
        "const { userSchema } = require('@company/schemas');\nrequire('mongoose').model('A', userSchema);",
      'b.js': "const { userSchema } = require('./not-there');\nrequire('mongoose').model('B', userSchema);",
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete, problems }) => [
        model,
        complete,
        problems.map(({ code }) => code),
      ]),
      [
        ['A', false, ['unknown-schema']],
        ['B', false, ['unknown-schema']],
      ],
    );
  });

  it('by the factories of providers, once for each class, and by the application that Egg hands over', async () => {
    const { catalog } = await scan({
      'provide.ts': `import { getModelForClass } from '@typegoose/typegoose';
export function provide(type: any) {
  return { provide: type.name, useFactory: (db: any) => getModelForClass(type, { existingConnection: db }) };
}`,
      'models.ts': `import { prop } from '@typegoose/typegoose';
import { provide } from './provide';
class Cat { @prop({ index: true }) name: string; }
class Dog { @prop({ unique: true }) name: string; }
export const providers = [Cat, Dog].map((one) => provide(one));`,
      'app/model/user.js': `module.exports = (app) => {
  const { Schema } = app.mongoose;
  return app.mongoose.model('User', new Schema({ email: { type: String, unique: true } }));
};`,
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete, indexes }) => [model, complete, indexes.length]).sort(),
      [
        ['Cat', true, 1],
        ['Dog', true, 1],
        ['User', true, 1],
      ],
    );
  });
});
