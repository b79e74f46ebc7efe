import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { Workspace } from '../../../src/workspace/workspace.js';
import { plainLoaded, plainOf, type Loaded } from './loaded.js';
import { nestPrograms } from './nest-files.js';
import { typegoosePrograms } from './typegoose-files.js';

type Answer = { readonly models: readonly Loaded[] } | { readonly error: string };

const root = path.join(import.meta.dirname, '../../..');
const runs = Number(process.env.INDEX_LENS_ORACLE_RUNS ?? 150);
const seed = Number(process.env.INDEX_LENS_ORACLE_SEED ?? 3);
const shows = Boolean(process.env.INDEX_LENS_ORACLE_SHOW);

describe('reading against the frameworks built on decorators', function () {
  this.timeout(600_000 + runs * 500);
  let folder: string;
  let child: ChildProcess;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-decorators-'));
    await writeFile(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    child = fork(path.join(import.meta.dirname, 'decorators-child.ts'), {
      execArgv: ['--import=tsx'],
      stdio: ['ignore', 'ignore', shows ? 'inherit' : 'ignore', 'ipc'],
    });
  });

  after(async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function load(dir: string, strict: boolean): Promise<Answer> {
    const answer = once(child, 'message') as Promise<[Answer]>;
    child.send({ folder: dir, strict });
    return (await answer)[0];
  }

  for (const [name, programs] of [
    ['Typegoose', typegoosePrograms],
    ['NestJS Mongoose', nestPrograms],
  ] as const) {
    it(`reads what ${name} defines`, async () => {
      const refused: string[] = [];
      let models = 0;
      let incomplete = 0;
      let compared = 0;
      let indexed = 0;
      await fc.assert(
        fc.asyncProperty(programs, async ({ files, strict }) => {
          const dir = path.join(folder, `case${(count += 1)}`);
          await mkdir(dir);
          for (const [file, text] of Object.entries(files)) await writeFile(path.join(dir, file), text);
          const [answer, { models: all }] = await Promise.all([
            load(dir, strict),
            new Workspace().scan(Object.keys(files).map((file) => path.join(dir, file))),
          ]);
          await rm(dir, { recursive: true });
          if ('error' in answer) {
            refused.push(answer.error);
            return;
          }
          const text = `strict: ${String(strict)}\n${Object.values(files).join('\n// ----\n')}`;
          const read = all.filter(({ model }) => model !== null);
          const names = (list: readonly { readonly model: string | null }[]): string[] =>
            list.map(({ model }) => model ?? '').sort();
          if (all.every(({ complete }) => complete))
            assert.deepEqual(names(read), names(answer.models), text);
          for (const loaded of answer.models) {
            models += 1;
            const own = read.filter(({ model }) => model === loaded.model);
            if (own.some(({ complete }) => !complete) || all.some(({ model }) => model === null)) {
              incomplete += 1;
              if (shows)
                console.log(
                  all.flatMap(({ problems }) => problems.map(({ message }) => message)).join(' | '),
                );
              continue;
            }
            const [model] = own;
            assert.ok(model, text);
            assert.equal(model.collection, loaded.collection, text);
            assert.deepEqual(plainOf(model), plainLoaded(loaded), text);
            compared += 1;
            if (loaded.indexes.length > 0) indexed += 1;
          }
        }),
        { numRuns: runs, seed, endOnFailure: Boolean(process.env.INDEX_LENS_ORACLE_FAST) },
      );
      if (shows) {
        const reasons = new Map<string, number>();
        for (const one of refused) reasons.set(one.slice(0, 90), (reasons.get(one.slice(0, 90)) ?? 0) + 1);
        console.log([...reasons].sort((a, b) => b[1] - a[1]).slice(0, 25));
        console.log(
          JSON.stringify({
            name,
            seed,
            runs,
            refused: refused.length,
            models,
            incomplete,
            compared,
            indexed,
          }),
        );
      }
      assert.ok(refused.length < runs / 4, `${name} refused ${refused.length} of ${runs} programs`);
      // The generator also writes what is refused on purpose.
      assert.ok(incomplete <= models / 5, `${incomplete} of ${models} models were not read to the end`);
    });
  }
});
