import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Workspace } from '../../../src/workspace/workspace.js';
import type { Model } from '../../../src/model/catalog.js';
import { schemaPrograms, type SchemaProgram, type Style } from './schema-files.js';

interface Loaded {
  readonly model: string;
  readonly collection: string;
  readonly indexes: readonly (readonly [key: unknown, options: Readonly<Record<string, unknown>>])[];
}

const root = path.join(import.meta.dirname, '../../..');
const runs = Number(process.env.INDEX_LENS_ORACLE_RUNS ?? 150);
/** `mongoose`, or an older one: `mongoose-8`. */
const asked = process.env.INDEX_LENS_ORACLE_PACKAGE ?? 'mongoose';
const seed = Number(process.env.INDEX_LENS_ORACLE_SEED ?? 3);

describe('reading against Mongoose', function () {
  this.timeout(600_000 + runs * 500);
  let folder: string;
  let child: ChildProcess;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-oracle-'));
    const installed = await readFile(path.join(root, 'node_modules', asked, 'package.json'), 'utf8');
    const { version } = JSON.parse(installed) as { readonly version: string };
    const manifest = { type: 'module', dependencies: { mongoose: `^${version}` } };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
    await mkdir(path.join(folder, 'node_modules'));
    await symlink(path.join(root, 'node_modules', asked), path.join(folder, 'node_modules/mongoose'));
    child = fork(path.join(import.meta.dirname, 'mongoose-child.ts'), [asked], {
      execArgv: ['--import=tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  });

  after(async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function load(file: string): Promise<{ models: Loaded[] } | { error: string }> {
    const answer = once(child, 'message') as Promise<[{ models: Loaded[] } | { error: string }]>;
    child.send(file);
    return (await answer)[0];
  }

  async function write({ files }: SchemaProgram): Promise<string> {
    const dir = path.join(folder, `case${(count += 1)}`);
    await mkdir(dir);
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(dir, name), text);
    return dir;
  }

  for (const style of ['commonjs', 'esm', 'typescript'] satisfies Style[]) {
    it(`reads what Mongoose defines: ${style}`, async () => {
      let refused = 0;
      let incomplete = 0;
      await fc.assert(
        fc.asyncProperty(schemaPrograms(style), async (program) => {
          const dir = await write(program);
          const answer = await load(path.join(dir, program.entry));
          if ('error' in answer) {
            refused += 1;
            if (process.env.INDEX_LENS_ORACLE_SHOW) console.log(answer.error);
            return;
          }
          const { models } = await new Workspace().scan(
            Object.keys(program.files).map((name) => path.join(dir, name)),
          );
          const read = new Map(models.map((one) => [one.model, one]));
          read.delete(null);
          const text = Object.values(program.files).join('\n// ----\n');
          assert.deepEqual([...read.keys()].sort(), answer.models.map(({ model }) => model).sort(), text);
          let isIncomplete = false;
          for (const loaded of answer.models) {
            const model = read.get(loaded.model)!;
            if (!model.complete) {
              isIncomplete = true;
              if (process.env.INDEX_LENS_ORACLE_SHOW)
                console.log(model.problems.map(({ message }) => message).join(' | '));
              continue;
            }
            assert.equal(model.collection, loaded.collection, text);
            // A plugin for all schemas counts wherever it is called: what it adds comes last.
            const order = text.includes('mongoose.plugin(') ? inOrder : (list: unknown[]) => list;
            assert.deepEqual(order(plainOf(model)), order(plainLoaded(loaded)), text);
          }
          if (isIncomplete) incomplete += 1;
        }),
        { numRuns: runs, seed, endOnFailure: Boolean(process.env.INDEX_LENS_ORACLE_FAST) },
      );
      // Mongoose 6 has no `Schema.create`, and lets a discriminator differ from its base in fewer options.
      assert.ok(
        refused < runs * (asked === 'mongoose-6' ? 0.4 : 0.25),
        `Mongoose refused ${refused} of ${runs} programs`,
      );
      // The generator also writes what is refused on purpose: paths inside one another, shared options, `index: 0`.
      // Mongoose 6 and 7 change options while they read them, which is not followed.
      const most = asked === 'mongoose' || asked === 'mongoose-8' ? 0.15 : 0.5;
      assert.ok(incomplete <= runs * most, `${incomplete} of ${runs} programs were not read to the end`);
      if (process.env.INDEX_LENS_ORACLE_SHOW) console.log({ style, runs, refused, incomplete });
    });
  }
});

function inOrder(list: unknown[]): unknown[] {
  return list.map((one) => JSON.stringify(one)).sort();
}

function plainOf({ indexes }: Model): unknown[] {
  return indexes.map(({ key, options, name, named }) => ({
    key,
    options: sorted(named ? { ...options, name } : options),
  }));
}

/** What the server is given: Mongoose's options without what is no part of a specification. */
function plainLoaded({ indexes }: Loaded): unknown[] {
  return indexes.map(([key, options]) => ({ key, options: sorted(options) }));
}

const noise = ['background', '_autoIndex'];

function sorted(options: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => !noise.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
