import assert from 'node:assert/strict';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../../../src/model/catalog.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { outline, removeFolders, scan, SourceFolder } from './source-folder.js';

const whole = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true } });
schema.index({ company: 1 });
module.exports = model('Whole', schema);
`;
const codes = (problems: readonly { readonly code: string }[]): string[] => problems.map(({ code }) => code);

describe('broken files', () => {
  after(removeFolders);

  it('a syntax error makes the models of its own file incomplete, and no other', async () => {
    const { folder, catalog } = await scan({
      'broken.js': whole.replaceAll('Whole', 'Broken').replace('schema.index(', 'schema.index({ half: '),
      'whole.js': whole,
    });
    const [broken, other] = catalog.models;
    assert.equal(broken?.model, 'Broken');
    assert.equal(broken.complete, false);
    assert.ok(codes(broken.problems).includes('syntax-error'));
    assert.deepEqual(outline({ models: [other!], queries: [], problems: [] }), [
      'wholes: email_1, company_1',
    ]);
    const [problem, ...more] = catalog.problems;
    assert.deepEqual(
      [problem?.code, problem?.place?.file, more.length],
      ['syntax-error', folder.path('broken.js'), 0],
    );
    assert.equal(problem?.place?.range.start.line, 2);
  });

  it('a syntax error in the file of a schema reaches the model that is made elsewhere', async () => {
    const { catalog } = await scan({
      'schema.js':
        "const { Schema } = require('mongoose');\nmodule.exports = new Schema({ a: { type: String, index: true } });\nfoo(",
      'model.js': "module.exports = require('mongoose').model('A', require('./schema'));",
    });
    assert.deepEqual(outline(catalog), ['as: a_1 ?']);
  });

  it('whatever is typed last, reading ends, and what counts as complete is right', async () => {
    const file = path.join(import.meta.dirname, '../../../examples/petbuddy/models/Contact.js');
    const folder = await SourceFolder.of({ 'whole.js': whole });
    const workspace = new Workspace();
    const text = await readFile(file, 'utf8');
    await workspace.scan(folder.paths);
    const complete = outline(await workspace.update(folder.path('half.js'), text)).find(
      (line) => !line.startsWith('wholes'),
    );
    for (let length = 0; length < text.length; length += 7) {
      const catalog = await workspace.update(folder.path('half.js'), text.slice(0, length));
      assert.ok(outline(catalog).includes('wholes: email_1, company_1'));
      for (const line of outline(catalog)) {
        if (!line.startsWith('wholes') && !line.endsWith(' ?'))
          assert.equal(line, complete, `cut at ${length}`);
      }
    }
  });

  it('a binary file is a problem of the catalog, one that is gone by now is none', async () => {
    const folder = await SourceFolder.of({ 'a.js': whole, 'data.js': new Uint8Array([0x6d, 0, 1, 2]) });
    const missing = folder.path('gone.js');
    const catalog = await new Workspace().scan([...folder.paths, missing]);
    assert.deepEqual(outline(catalog), ['wholes: email_1, company_1']);
    assert.deepEqual(
      catalog.problems.map(({ code, place }) => [code, place?.file]),
      [['no-text', folder.path('data.js')]],
    );
  });

  it('an empty file, a shebang, a byte order mark and CRLF are no problem', async () => {
    const { catalog } = await scan({
      'empty.js': '',
      'marked.js': `\uFEFF${whole.replaceAll('\n', '\r\n')}`,
      'bin.js': `#!/usr/bin/env node\n${whole.replaceAll('Whole', 'Bin')}`,
    });
    assert.deepEqual(outline(catalog).sort(), ['bins: email_1, company_1', 'wholes: email_1, company_1']);
    assert.deepEqual(catalog.problems, []);
  });

  it('a file that may not be read is said to be so, when it is scanned and when it is touched', async () => {
    const folder = await SourceFolder.of({ 'a.js': whole, 'b.js': whole.replaceAll('Whole', 'Other') });
    const file = folder.path('a.js');
    const workspace = new Workspace();
    const told = ({ problems }: Catalog) => problems.map(({ code, place }) => [code, place?.file]);
    // A link to itself is there, and nobody can read it: not root either.
    const close = () => rm(file).then(() => symlink(file, file));
    const open = () => rm(file).then(() => writeFile(file, whole));
    await close();
    assert.deepEqual(told(await workspace.scan(folder.paths)), [['unreadable', file]]);
    await open();
    assert.deepEqual(told(await workspace.update(file, null)), []);
    await close();
    const { problems, models } = await workspace.update(file, null);
    assert.match(problems[0]!.message, /^The file cannot be read \(ELOOP\), and may define indexes/);
    assert.deepEqual([problems.length, models.map(({ model }) => model)], [1, ['Other']]);
  });

  it('a file that is too much work before its models says so', async () => {
    const { folder, catalog } = await scan({
      'late.js': `const { Schema, model } = require('mongoose');
const all = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
for (const a of all) for (const b of all) for (const c of all) for (const d of all) for (const e of all) String(a + b + c + d + e);
module.exports = model('Late', new Schema({ at: { type: Date, index: true } }));`,
      'whole.js': whole,
    });
    assert.equal(catalog.models.find(({ model }) => model === 'Late')?.complete ?? false, false);
    assert.deepEqual(
      catalog.problems.map(({ code, place }) => [code, place?.file]),
      [['too-much-work', folder.path('late.js')]],
    );
  });

  it('endless recursion and endless loops end', async () => {
    const { catalog } = await scan({
      'loop.js': `const { Schema, model } = require('mongoose');
const deep = (n) => ({ [n]: deep(n + 1) });
const schema = new Schema({ a: { type: String, index: true }, b: deep(0) });
while (true) { schema.add({ c: String }); }
model('Loop', schema);`,
      'whole.js': whole,
    });
    assert.equal(catalog.models.find(({ model }) => model === 'Loop')?.complete ?? false, false);
    assert.ok(outline(catalog).includes('wholes: email_1, company_1'));
  });

  it('files that import each other are read', async () => {
    const { catalog } = await scan({
      'user.js': `const { Schema, model } = require('mongoose');
const post = require('./post');
const schema = new Schema({ email: { type: String, index: true } });
schema.methods.posts = function () { return post.Post.find({ user: this._id }); };
module.exports = { User: model('User', schema) };`,
      'post.js': `const { Schema, model } = require('mongoose');
const { User } = require('./user');
const schema = new Schema({ user: { type: Schema.Types.ObjectId, ref: User, index: true } });
module.exports = { Post: model('Post', schema) };`,
    });
    assert.deepEqual(outline(catalog).sort(), ['posts: user_1', 'users: email_1']);
  });

  it('a schema that comes out of a cycle of imports is not called complete', async () => {
    const { catalog } = await scan({
      'a.mjs': `import { Schema, model } from 'mongoose';
import { shared } from './b.mjs';
export const key = 'email';
export const A = model('A', new Schema({ ...shared }));`,
      'b.mjs': `import { Schema, model } from 'mongoose';
import { key } from './a.mjs';
export const shared = { [key]: { type: String, index: true } };
export const B = model('B', new Schema({ name: { type: String, index: true } }));`,
    });
    const a = catalog.models.find(({ model }) => model === 'A');
    assert.equal(a?.complete, false);
    assert.ok(outline(catalog).includes('bs: name_1'));
  });

  it('a file that is read again counts as it is now; one that is gone is forgotten', async () => {
    const folder = await SourceFolder.of({ 'a.js': whole });
    const workspace = new Workspace();
    await workspace.scan(folder.paths);
    const file = folder.path('a.js');
    assert.deepEqual(outline(await workspace.update(file, whole.replace('company', 'owner'))), [
      'wholes: email_1, owner_1',
    ]);
    assert.deepEqual(outline(await workspace.update(file, null)), ['wholes: email_1, company_1']);
    await removeFolders();
    const gone = await workspace.update(file, null);
    assert.deepEqual(gone, { models: [], queries: [], problems: [] });
    assert.equal((await workspace.scan([])).models.length, 0);
  });
});
