import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { KeptFolder } from '../../../src/workspace/kept-reading.js';
import { WorkspaceWorker } from '../../../src/workspace/worker-client.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { outline, removeFolders, SourceFolder } from '../source/source-folder.js';

const root = path.join(import.meta.dirname, '../../..');
const model = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true } });
const Contact = model('Contact', schema);
const one = (email) => Contact.findOne({ email });
module.exports = { Contact, one };
`;
/** Text that the worker below ends at: no text of a user is known to do so. */
const deadly = '/* end the worker */';

describe('WorkspaceWorker', function () {
  this.timeout(30_000);
  let folder: string;
  let script: string;
  let fragile: string;
  let worker: WorkspaceWorker;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-worker-'));
    script = path.join(folder, 'scan-worker.cjs');
    const { parserSlice } = (await import(
      pathToFileURL(path.join(root, 'scripts/parser-slice.mjs')).href
    )) as { readonly parserSlice: Plugin };
    await build({
      entryPoints: [path.join(root, 'src/workspace/scan-worker.ts')],
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: script,
      plugins: [parserSlice],
      logLevel: 'error',
    });
    fragile = path.join(folder, 'fragile.cjs');
    await writeFile(
      fragile,
      `require('node:worker_threads').parentPort.on('message', ({ task }) => {
        if (task.text === ${JSON.stringify(deadly)}) setImmediate(() => { throw new Error('ended'); });
        if (task.text === ${JSON.stringify(`${deadly} quietly`)}) process.exit(3);
      });
      require(${JSON.stringify(script)});`,
    );
  });
  afterEach(() => worker.dispose());
  after(async () => {
    await removeFolders();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers as the workspace in this thread does', async () => {
    const source = await SourceFolder.of({ 'a.js': model, 'b.js': 'require("mongoose").model("B", given);' });
    worker = new WorkspaceWorker(script);
    const here = new Workspace();
    assert.deepEqual(await worker.scan(source.paths), await here.scan(source.paths));
    const file = source.path('b.js');
    const text = 'require("mongoose").model("B", new (require("mongoose").Schema)({}));';
    assert.deepEqual(await worker.update(file, text), await here.update(file, text));
    assert.deepEqual(await worker.update(file, null), await here.update(file, null));
    const range = source.rangeOf('a.js', 'findOne');
    assert.deepEqual(
      await worker.queryAt(source.path('a.js'), range),
      await here.queryAt(source.path('a.js'), range),
    );
  });

  describe('with a reading that was kept', () => {
    let source: SourceFolder;
    let kept: KeptFolder;

    beforeEach(async () => {
      const other = model.replaceAll('Contact', 'Person');
      source = await SourceFolder.of({ 'a.js': model, 'b.js': other, 'c.js': '// nothing' });
      kept = { folder: path.join(source.root, 'kept'), version: '1' };
      await keep();
      worker = new WorkspaceWorker(script, kept);
    });

    async function keep(): Promise<void> {
      const before = new Workspace(kept);
      await before.scan(source.paths);
      await before.dispose();
    }

    it('gives it where it holds, and goes on from there: what an edit leaves is the very same', async () => {
      const first = await worker.scan(source.paths);
      assert.deepEqual(first, await new Workspace().scan(source.paths));
      const text = model.replace('email:', 'phone:');
      const second = await worker.update(source.path('a.js'), text);
      assert.deepEqual(outline(second), ['contacts: phone_1', 'people: email_1']);
      assert.notEqual(second.models[0], first.models[0]);
      assert.equal(second.models[1], first.models[1]);
      assert.equal(second.queries[1], first.queries[1]);
      assert.equal(await worker.scan(source.paths).then(({ queries }) => queries[1]), first.queries[1]);
    });

    it('what a query is made of others by stays the very same, too', async () => {
      await writeFile(
        source.path('c.js'),
        'exports.one = ({ models }) => models.Person.findOne({ email: 1 });',
      );
      await keep();
      const first = await worker.scan(source.paths);
      assert.deepEqual(
        first.queries.map(({ model }) => model),
        ['Contact', 'Person', 'Person'],
      );
      const second = await worker.update(source.path('a.js'), model.replace('email:', 'phone:'));
      assert.equal(second.queries[2], first.queries[2]);
    });

    it('reads anew what is another file since, keeps the rest, and keeps that', async () => {
      await writeFile(source.path('b.js'), '// gone');
      await writeFile(source.path('c.js'), model.replaceAll('Contact', 'Animal'));
      const paths = [...source.paths, source.path('d.js')].filter((file) => file !== source.path('a.js'));
      await writeFile(source.path('d.js'), model);
      for (let round = 0; round < 2; round++) {
        assert.deepEqual(outline(await worker.scan(paths)), ['animals: email_1', 'contacts: email_1']);
        const text = model.replaceAll('Contact', 'Plant');
        const edited = await worker.update(source.path('c.js'), text);
        assert.deepEqual(outline(edited), ['plants: email_1', 'contacts: email_1']);
        assert.deepEqual(
          edited.queries.map(({ collection }) => collection),
          ['plants', 'contacts'],
        );
        await worker.dispose();
        worker = new WorkspaceWorker(script, kept);
      }
    });

    it('a file that cannot be read as text is told again, and news of one are told', async () => {
      const problems = async (): Promise<readonly string[]> => {
        await worker.dispose();
        worker = new WorkspaceWorker(script, kept);
        const catalog = await worker.scan(source.paths);
        assert.deepEqual(outline(catalog), ['contacts: email_1', 'people: email_1']);
        return catalog.problems.map(({ code }) => code);
      };
      assert.deepEqual(await problems(), []);
      await writeFile(source.path('c.js'), 'a\0b');
      for (let round = 0; round < 3; round++) assert.deepEqual(await problems(), ['no-text']);
      await writeFile(source.path('c.js'), '// text');
      for (let round = 0; round < 2; round++) assert.deepEqual(await problems(), []);
    });

    it('a scan that is cancelled leaves nothing behind', async () => {
      const stop = new AbortController();
      const scan = worker.scan(source.paths, { signal: stop.signal });
      stop.abort(new Error('enough'));
      await assert.rejects(scan, /enough/);
      const catalog = await worker.scan(source.paths);
      assert.deepEqual(catalog, await new Workspace().scan(source.paths));
    });
  });

  it('passes on progress, and errors that a user may see', async () => {
    const source = await SourceFolder.of({ 'a.js': model });
    worker = new WorkspaceWorker(script);
    const seen: [number, number][] = [];
    await worker.scan(source.paths, { onProgress: (done, total) => seen.push([done, total]) });
    assert.deepEqual(seen.at(-1), [1, 1]);
    await assert.rejects(worker.queryAt(source.path('a.js'), source.rangeOf('a.js', 'require')), {
      name: 'UserError',
      code: 'no-query',
      next: /./,
    });
    await assert.rejects(worker.queryAt(source.path('none.js'), source.rangeOf('a.js', 'require')), {
      name: 'UserError',
      code: 'unreadable',
    });
  });

  it('a cancelled scan is rejected at once, with the reason of the signal', async () => {
    const source = await SourceFolder.of({ 'a.js': model });
    worker = new WorkspaceWorker(script);
    const reason = new Error('enough');
    const stop = new AbortController();
    const scan = worker.scan(source.paths, { signal: stop.signal });
    stop.abort(reason);
    await assert.rejects(scan, reason);
    await assert.rejects(worker.scan(source.paths, { signal: stop.signal }), reason);
    assert.deepEqual(outline(await worker.scan(source.paths)), ['contacts: email_1']);
  });

  for (const [how, text] of [
    ['an error', deadly],
    ['a silent end', `${deadly} quietly`],
  ] as const) {
    it(`after ${how} whoever waits is told, and the next task reads the files anew`, async () => {
      const source = await SourceFolder.of({ 'a.js': model, 'b.js': '' });
      worker = new WorkspaceWorker(fragile);
      await worker.scan(source.paths);
      const waiting = [worker.update(source.path('b.js'), text), worker.update(source.path('b.js'), null)];
      const settled = await Promise.allSettled(waiting);
      assert.ok(settled.some(({ status }) => status === 'rejected'));
      const catalog = await worker.update(source.path('b.js'), '// fine');
      assert.deepEqual(outline(catalog), ['contacts: email_1']);
      const query = await worker.queryAt(source.path('a.js'), source.rangeOf('a.js', 'findOne'));
      assert.equal(query.collection, 'contacts');
    });
  }

  it('after an end, texts that are not saved count again, except the one it ended at', async () => {
    const source = await SourceFolder.of({ 'a.js': model, 'b.js': model, 'c.js': '' });
    worker = new WorkspaceWorker(fragile);
    await worker.scan(source.paths);
    const unsaved = model.replace('email:', 'phone:');
    await worker.update(source.path('a.js'), unsaved);
    await worker.update(source.path('b.js'), unsaved.replaceAll('Contact', 'Person'));
    await worker.update(source.path('b.js'), null);
    const waiting = [
      worker.update(source.path('c.js'), deadly),
      worker.update(source.path('b.js'), unsaved.replaceAll('Contact', 'Animal')),
    ];
    for (const { status } of await Promise.allSettled(waiting)) assert.equal(status, 'rejected');
    const catalog = await worker.update(source.path('c.js'), '// fine');
    assert.deepEqual(outline(catalog), ['contacts: phone_1', 'animals: phone_1']);
    assert.deepEqual(outline(await worker.scan(source.paths)), ['contacts: email_1', 'contacts: email_1']);
  });

  it('a script that is not there is said so', async () => {
    worker = new WorkspaceWorker(path.join(folder, 'missing.cjs'));
    await assert.rejects(worker.scan([]), /missing\.cjs/);
  });

  it('once disposed, nobody waits for ever', async () => {
    const source = await SourceFolder.of({ 'a.js': model });
    worker = new WorkspaceWorker(script);
    const scan = worker.scan(source.paths);
    await Promise.all([assert.rejects(scan, /stopped/), worker.dispose()]);
  });
});
