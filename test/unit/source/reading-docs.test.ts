import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../../../src/model/catalog.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { readingExamples, readingText, type ReadingExample } from './reading-examples.js';
import { removeFolders, SourceFolder } from './source-folder.js';

// docs/reading.md: what each of its examples says is read is what is read, and what Mongoose itself makes of it.

const root = path.join(import.meta.dirname, '../../..');
const examples = readingExamples(await readFile(path.join(root, 'docs/reading.md'), 'utf8'));

interface Loaded {
  readonly model: string;
  readonly collection: string;
  readonly indexes: readonly (readonly [key: unknown, options: Readonly<Record<string, unknown>>])[];
}

describe('docs/reading.md', function () {
  this.timeout(30_000);
  let child: ChildProcess;
  let asked = 0;

  before(() => {
    child = fork(path.join(import.meta.dirname, 'mongoose-child.ts'), {
      execArgv: ['--import=tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  });
  after(async () => {
    child.kill();
    await removeFolders();
  });

  for (const example of examples) {
    it(`line ${example.line}: ${example.heading}`, async () => {
      const folder = await SourceFolder.of(example.files);
      const workspace = new Workspace();
      let catalog = await workspace.scan(folder.paths.filter((file) => !file.endsWith('.json')));
      for (const [file, text] of example.typed) catalog = await workspace.update(folder.path(file), text);
      assert.equal(readingText(catalog, folder.root), example.read);
      if (!isPlainMongoose(example)) return;
      await symlink(path.join(root, 'node_modules'), folder.path('node_modules'));
      compare(catalog, await load(folder.paths.at(-1) ?? ''));
      asked += 1;
    });
  }

  it('at least half of the examples were put to Mongoose', () => {
    assert.ok(asked >= examples.length / 2, `${asked} of ${examples.length}`);
  });

  async function load(file: string): Promise<readonly Loaded[]> {
    const answer = once(child, 'message') as Promise<[{ models: Loaded[] } | { error: string }]>;
    child.send(file);
    const [loaded] = await answer;
    if ('error' in loaded) assert.fail(loaded.error);
    return loaded.models;
  }
});

/** Whether it can be loaded, and needs nothing beside Mongoose. */
function isPlainMongoose({ files, typed, read }: ReadingExample): boolean {
  const texts = Object.entries(files);
  const imported = texts.flatMap(([, text]) => [
    ...text.matchAll(/(?:from|import|require\() ?'([^'.][^']*)'/gu),
  ]);
  return (
    typed.length === 0 &&
    !read.includes('Syntax error') &&
    !texts.some(([file, text]) => file.endsWith('.json') || /\bgiven\b|\bprocess\.env\b/u.test(text)) &&
    imported.length > 0 &&
    imported.every(([, name]) => name === 'mongoose')
  );
}

/** Each model that was read to the end is what Mongoose made; of the others nothing is told that it did not make. */
function compare({ models }: Catalog, loaded: readonly Loaded[]): void {
  const read = models.filter(({ model }) => model !== null);
  assert.deepEqual(read.map(({ model }) => model).sort(), loaded.map(({ model }) => model).sort());
  for (const { model, collection, complete, indexes } of read) {
    const real = loaded.find((one) => one.model === model);
    assert.equal(collection, real?.collection);
    const plain = indexes.map(({ key, options, name, named }) =>
      JSON.stringify([key, sorted(named ? { ...options, name } : options)]),
    );
    const created = (real?.indexes ?? []).map(([key, options]) => JSON.stringify([key, sorted(options)]));
    if (complete) assert.deepEqual(plain, created);
    else
      for (const index of plain) assert.ok(created.includes(index), `${index} is none of ${created.join()}`);
  }
}

function sorted(options: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => !['background', '_autoIndex'].includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
