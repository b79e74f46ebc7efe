import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import type { Model } from '../../../src/model/catalog.js';
import type { IndexOptions } from '../../../src/model/index-specification.js';
import type { DefinitionChange, WrittenIndex } from '../../../src/model/source-edit.js';
import { UserError } from '../../../src/model/user-error.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { edited } from './edited-files.js';
import { plainLoaded, plainOf, type Loaded } from './loaded.js';
import { nestPrograms } from './nest-files.js';
import { schemaPrograms } from './schema-files.js';
import { typegoosePrograms } from './typegoose-files.js';

type Files = Readonly<Record<string, string>>;
type Answer = { readonly models: readonly Loaded[] } | { readonly error: string };

interface Program {
  readonly files: Files;
  /** What the oracle is asked, given the folder. */
  readonly ask: (folder: string) => unknown;
}

const root = path.join(import.meta.dirname, '../../..');
const runs = Number(process.env.INDEX_LENS_ORACLE_RUNS ?? 5);
const seed = Number(process.env.INDEX_LENS_ORACLE_SEED ?? 3);
const shows = Boolean(process.env.INDEX_LENS_ORACLE_SHOW);

const ofMongoose = (style: 'commonjs' | 'esm' | 'typescript'): Arbitrary<Program> =>
  schemaPrograms(style).map(({ files, entry }) => ({ files, ask: (folder) => path.join(folder, entry) }));
const ofDecorators = (programs: typeof nestPrograms): Arbitrary<Program> =>
  programs.map(({ files, strict }) => ({ files, ask: (folder) => ({ folder, strict }) }));

const newIndex: Arbitrary<WrittenIndex> = fc.record({
  key: fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(
          'email',
          'name',
          'companyId',
          'status',
          'seenAt',
          'address.city',
          'order-id',
          'fresh',
        ),
        fc.constantFrom<number | string>(1, 1, 1, -1, '2dsphere'),
      ),
      { minLength: 1, maxLength: 3, selector: ([name]) => name },
    )
    .map((key) => key.map(([name, direction]) => [name, direction] as const)),
  options: fc.constantFrom<IndexOptions>(
    {},
    {},
    { unique: true },
    { sparse: true },
    { unique: true, sparse: true },
    { partialFilterExpression: { status: { $in: ["it's", 'b"c'] }, 'a.b': { $exists: true } } },
    { expireAfterSeconds: 3600 },
  ),
  name: fc.constantFrom<string | null>(null, null, null, 'given name', "it's"),
});

describe('editing definitions, against the frameworks', function () {
  this.timeout(600_000);
  let folder: string;
  let count = 0;
  const children: ChildProcess[] = [];

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'index-lens-edits-')));
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    for (const type of ['module', 'commonjs']) {
      await mkdir(path.join(folder, type));
      const manifest = { type, dependencies: { mongoose: '^9.0.0' } };
      await writeFile(path.join(folder, type, 'package.json'), JSON.stringify(manifest));
    }
  });

  after(async () => {
    for (const child of children) child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  function start(script: string): ChildProcess {
    const child = fork(path.join(import.meta.dirname, script), {
      execArgv: ['--import=tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    children.push(child);
    return child;
  }

  // Programs with decorators are compiled first: fewer of them in the same time.
  for (const [name, type, script, programs, share] of [
    ['Mongoose, CommonJS', 'module', 'mongoose-child.ts', ofMongoose('commonjs'), 1],
    ['Mongoose, ES modules', 'module', 'mongoose-child.ts', ofMongoose('esm'), 1],
    ['Mongoose, TypeScript', 'module', 'mongoose-child.ts', ofMongoose('typescript'), 1],
    ['Typegoose', 'commonjs', 'decorators-child.ts', ofDecorators(typegoosePrograms), 0.5],
    ['NestJS Mongoose', 'commonjs', 'decorators-child.ts', ofDecorators(nestPrograms), 0.5],
  ] as const) {
    it(`defines what was asked for and nothing else: ${name}`, async () => {
      const child = start(script);
      const counts = new Map<string, number>();
      const note = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

      async function written(files: Files): Promise<string> {
        const dir = path.join(folder, type, `case${(count += 1)}`);
        await mkdir(dir);
        for (const [file, text] of Object.entries(files)) await writeFile(path.join(dir, file), text);
        return dir;
      }

      const answers = new WeakMap<Program, Map<string, string[]> | null>();
      /** What the framework has of each model, as texts; null: it refuses the program. */
      async function loaded(program: Program): Promise<Map<string, string[]> | null> {
        const known = answers.get(program);
        if (known !== undefined) return known;
        const dir = await written(program.files);
        const answer = once(child, 'message') as Promise<[Answer]>;
        child.send(program.ask(dir) as object);
        const [told] = await answer;
        const models =
          'error' in told ? null : new Map(told.models.map((one) => [one.model, texts(plainLoaded(one))]));
        answers.set(program, models);
        return models;
      }

      async function read(files: Files): Promise<{ workspace: Workspace; models: readonly Model[] }> {
        const dir = await written(files);
        const workspace = new Workspace();
        const { models } = await workspace.scan(Object.keys(files).map((file) => path.join(dir, file)));
        return { workspace, models };
      }

      /** The files after a change, with what the framework makes of them; null: it was refused. */
      async function changed(
        program: Program,
        model: string,
        change: (model: Model) => DefinitionChange,
        wanted: (before: readonly string[]) => readonly string[],
      ): Promise<Program | null> {
        const { workspace, models } = await read(program.files);
        const found = models.find((one) => one.model === model)!;
        const asked = change(found);
        let files: Files;
        let others: readonly string[];
        try {
          const edit = await workspace.editIndexes([{ model: found, changes: [asked] }]);
          others = edit.others;
          files = edited(program.files, edit);
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
          note(`${asked.kind}: refused`);
          if (shows) note(`${asked.kind}: ${error.message}`);
          return null;
        }
        note(asked.kind);
        const after = { ...program, files };
        const [was, is] = [await loaded(program), await loaded(after)];
        const about = `${JSON.stringify(asked)}\n${Object.values(files).join('\n// ----\n')}`;
        assert.ok(was && is, `no longer loaded\n${about}`);
        for (const [key, indexes] of was) {
          const expected = key === model ? wanted(indexes) : indexes;
          if (key !== model && others.includes(key)) continue;
          assert.deepEqual(is.get(key)?.toSorted(), expected.toSorted(), `${key}\n${about}`);
        }
        return after;
      }

      await fc.assert(
        fc.asyncProperty(programs, newIndex, fc.nat(), fc.nat(), async (program, index, which, other) => {
          const { models } = await read(program.files);
          const candidates = models.filter(({ model, complete }) => model !== null && complete);
          const model = candidates[which % candidates.length];
          if (!model?.model || !(await loaded(program))) return;
          const before = model.indexes;
          if (before.some(({ key }) => JSON.stringify(key) === JSON.stringify(index.key))) return;
          const own = model.model;
          const text = textOf(index);
          const added = await changed(
            program,
            own,
            () => ({ kind: 'add', index }),
            (all) => [...all, text],
          );
          if (added) {
            const isNew = (one: Model): Model['indexes'][number] =>
              one.indexes.find((it) => specification(it) === text)!;
            const longer = { ...index, key: [...index.key, ['further', 1] as const] };
            await changed(
              added,
              own,
              (now) => ({ kind: 'replace', old: isNew(now), index: longer }),
              (all) => without(all, text).concat(textOf(longer)),
            );
            const rare = { ...index, options: { sparse: true }, name: 'other' };
            await changed(
              added,
              own,
              (now) => ({ kind: 'replace', old: isNew(now), index: rare }),
              (all) => without(all, text).concat(textOf(rare)),
            );
            await changed(
              added,
              own,
              (now) => ({ kind: 'remove', old: isNew(now) }),
              (all) => without(all, text),
            );
          }
          const old = before[other % Math.max(1, before.length)];
          if (!old) return;
          const gone = specification(old);
          await changed(
            program,
            own,
            () => ({ kind: 'remove', old }),
            (all) => without(all, gone),
          );
          const next = { key: old.key, options: { ...old.options, sparse: true, unique: true }, name: null };
          await changed(
            program,
            own,
            () => ({ kind: 'replace', old, index: next }),
            (all) => without(all, gone).concat(textOf(next)),
          );
        }),
        { numRuns: Math.ceil(runs * share), seed, endOnFailure: Boolean(process.env.INDEX_LENS_ORACLE_FAST) },
      );
      if (shows) console.log(name, counts);
      const made = (kind: string): number =>
        (counts.get(kind) ?? 0) / ((counts.get(kind) ?? 0) + (counts.get(`${kind}: refused`) ?? 0));
      // The generator also writes what is computed or shared, where a refusal is right.
      for (const kind of ['add', 'replace', 'remove'])
        assert.ok(made(kind) >= 0.4, `only ${made(kind)} of ${kind} were made`);
    });
  }
});

/** The simple collation is none. */
function texts(list: unknown): string[] {
  const isSimple = (value: unknown): boolean => JSON.stringify(value) === '{"locale":"simple"}';
  return (list as readonly { readonly options: object }[]).map(({ options, ...one }) => {
    const own = Object.entries(options).filter(([name, value]) => name !== 'collation' || !isSimple(value));
    return JSON.stringify({ ...one, options: Object.fromEntries(own) });
  });
}

function specification(index: Model['indexes'][number]): string {
  return texts(plainOf({ indexes: [index] } as unknown as Model))[0]!;
}

function textOf({ key, options, name }: WrittenIndex): string {
  return specification({ key, options, name: name ?? '', named: name !== null } as Model['indexes'][number]);
}

function without(all: readonly string[], one: string): string[] {
  const at = all.indexOf(one);
  return all.filter((_, position) => position !== at);
}
