import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc, { type Arbitrary } from 'fast-check';
import type { Catalog } from '../../../src/model/catalog.js';
import { Workspace } from '../../../src/workspace/workspace.js';

const runs = Number(process.env.INDEX_LENS_LINKING_RUNS ?? 150);
const seed = Number(process.env.INDEX_LENS_LINKING_SEED ?? 5);
const count = 6;

interface Line {
  readonly kind: number;
  /** The file that the line refers to. */
  readonly other: number;
  readonly number: number;
}

interface Text {
  readonly isEsModule: boolean;
  readonly lines: readonly Line[];
}

interface Edit {
  readonly file: number;
  /** Null: the file is removed. */
  readonly text: Text | null;
  readonly settles: boolean;
  /** Whether it is typed before it is saved. */
  readonly isTyped: boolean;
}

const kinds = 14;
const line: Arbitrary<Line> = fc.record({
  kind: fc.nat(kinds - 1),
  other: fc.nat(count - 1),
  number: fc.nat(3),
});
const text: Arbitrary<Text> = fc.record({
  isEsModule: fc.boolean(),
  lines: fc.array(line, { maxLength: 6 }),
});
const edits: Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    file: fc.nat(count - 1),
    text: fc.option(text, { freq: 8 }),
    settles: fc.boolean(),
    isTyped: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Files are read in the order of their names, and import each other in another one. */
const fileNames = ['d', 'a', 'f', 'b', 'e', 'c'];

/**
 * One file of a workspace whose files define with what others export, and change it. They import later ones only: in a
 * circle it matters which file is read first, and after an edit that is another one.
 */
function write(own: number, written: Text): string {
  const { isEsModule } = written;
  const lines = written.lines.map((one) => ({ ...one, other: Math.max(own, one.other) }));
  const imports = lines.map(({ kind, other }) => [names[kind], other] as const);
  const takes = imports.map(([name, other], at) => {
    if (!name || other === own) return '';
    return isEsModule
      ? `import { ${name}${other} as ${name}_${at} } from './${fileNames[other]}.js';`
      : `const { ${name}${other}: ${name}_${at} } = require('./${fileNames[other]}');`;
  });
  const body = lines.map(({ kind, other, number }, at) => {
    const it = (name: string): string => (other === own ? `${name}${own}` : `${name}_${at}`);
    return bodies(own, other, number, it, isEsModule)[kind] ?? '';
  });
  const defined = ['key', 'schema', 'make', 'plug'].map((name) => `${name}${own}`);
  const head = isEsModule
    ? "import mongoose, { Schema } from 'mongoose';"
    : "const mongoose = require('mongoose');\nconst { Schema } = mongoose;";
  const own4 = [
    `const key${own} = 'key${own}';`,
    `const schema${own} = new Schema({ base${own}: { type: String, index: true } });`,
    `function make${own}(name, schema) { return mongoose.model(name, schema); }`,
    `function plug${own}(schema) { schema.index({ plugged${own}: 1 }); }`,
  ];
  const give = isEsModule
    ? `export { ${defined.join(', ')} };`
    : `Object.assign(module.exports, { ${defined.join(', ')} });`;
  return [head, ...takes, ...own4, ...body, give].join('\n');
}

/** Texts on the way to one that is typed: what stays there of the code before is not read again. */
function typing(text: string): readonly string[] {
  const withPath = text.replace('new Schema({', 'new Schema({ typed: { type: Number, unique: true },');
  return [`// A remark.\n${text}`, withPath, `${text}\nmongoose.model('Typed', new Schema({ a: 1 }))`, text];
}

/** What each kind of line takes from the other file. */
const names = [
  'key',
  'schema',
  'schema',
  'plug',
  'make',
  'schema',
  'key',
  'key',
  'schema',
  'make',
  'key',
  'schema',
  'key',
  'schema',
];

function bodies(
  own: number,
  other: number,
  number: number,
  it: (name: string) => string,
  isEsModule: boolean,
): string[] {
  return [
    `schema${own}.add({ [${it('key')}]: { type: Number, index: -1 } });`,
    `${it('schema')}.index({ added${own}: 1, n${number}: 1 });`,
    `mongoose.model('Of${own}${number}', ${it('schema')});`,
    `schema${own}.plugin(${it('plug')});`,
    `${it('make')}('Made${own}${number}', schema${own});`,
    `schema${own}.add(${it('schema')});`,
    `db.collection('c${number}').createIndex({ [${it('key')}]: 1 });`,
    isEsModule
      ? `export * from './${fileNames[other]}.js';`
      : `Object.assign(module.exports, require('./${fileNames[other]}'));`,
    `mongoose.model('Own${own}', new Schema({ sub: ${it('schema')} }));`,
    `function later${own}() { return ${it('make')}('Later${own}', schema${own}); }`,
    `if (${it('key')} === 'key${other}') mongoose.model('Same${own}', schema${own});`,
    `(function () { ${it('schema')}.index({ changed${own}: 1 }); })();`,
    `export_${own} = ${it('key')};`,
    `console.log(${it('schema')});`,
  ];
}

/** Two files that change the same schema may do so in either order; what comes of that may be open. */
function sorted({ models, queries, problems }: Catalog): Catalog {
  const text = (one: unknown): string => JSON.stringify(one);
  const inOrder = <T>(list: readonly T[]): T[] => list.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
  return {
    models: inOrder(
      models.map((model) => {
        const isOpen = model.problems.some(({ code }) => code === 'order');
        return {
          ...model,
          indexes: isOpen ? [] : inOrder(model.indexes),
          problems: isOpen ? [] : inOrder(model.problems),
        };
      }),
    ),
    queries: inOrder(queries),
    problems: inOrder(problems),
  };
}

describe('linking after edits', function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'index-lens-linking-')));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('comes to what a fresh reading comes to', async () => {
    let at = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: count, maxLength: count }),
        edits,
        async (texts, changes) => {
          const root = path.join(folder, `w${(at += 1)}`);
          await mkdir(root);
          const file = (number: number): string => `${root}/${fileNames[number]}.js`;
          const present = new Map(texts.map((one, number) => [file(number), write(number, one)]));
          for (const [name, content] of present) await writeFile(name, content);
          const edited = new Workspace();
          await edited.scan([...present.keys()].sort());
          for (const { file: number, text: next, settles, isTyped } of changes) {
            if (next === null) {
              present.delete(file(number));
              await rm(file(number), { force: true });
            } else {
              const content = write(number, next);
              present.set(file(number), content);
              for (const typed of isTyped ? typing(content) : []) await edited.update(file(number), typed);
              await writeFile(file(number), content);
            }
            await edited.update(file(number), null);
            if (settles) await edited.settle();
          }
          const shown = await edited.settle();
          const fresh = await new Workspace().scan([...present.keys()].sort());
          assert.deepEqual(sorted(shown), sorted(fresh), [...present].flat().join('\n'));
        },
      ),
      { numRuns: runs, seed, endOnFailure: Boolean(process.env.INDEX_LENS_ORACLE_FAST) },
    );
  });
});
