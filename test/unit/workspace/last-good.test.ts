import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import type { Catalog } from '../../../src/model/catalog.js';
import { parse } from '../../../src/syntax/parse.js';
import { linesOf, offsetOf } from '../../../src/syntax/lines.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { outline, removeFolders, SourceFolder } from '../source/source-folder.js';
import { schemaPrograms } from '../source/schema-files.js';

const contact = `const { Schema, model } = require('mongoose');

const schema = new Schema({
  email: { type: String, unique: true },
  company: { type: Schema.Types.ObjectId, index: true },
});
schema.index({ company: 1, email: 1 }, { sparse: true });
schema.index({ createdAt: -1 });

module.exports = model('Contact', schema);
`;

describe('the last good reading', () => {
  after(removeFolders);

  /** A workspace, one file of which is typed into. */
  async function editing(files: Readonly<Record<string, string>>, name: string) {
    const folder = await SourceFolder.of(files);
    const workspace = new Workspace();
    await workspace.scan(folder.paths);
    return {
      folder,
      shown: (text: string | null): Promise<Catalog> => workspace.update(folder.path(name), text),
      other: (file: string, text: string | null): Promise<Catalog> =>
        workspace.update(folder.path(file), text),
    };
  }

  /** `name: what stands there`, a stale one with a `~` before it. */
  function places({ models }: Catalog, text: string): string[] {
    const lines = linesOf(text);
    return models.flatMap(({ indexes }) =>
      indexes.map(({ name, place: { range }, stale }) => {
        const part = text.slice(offsetOf(lines, range.start), offsetOf(lines, range.end));
        return `${stale ? '~' : ''}${name}: ${part}`;
      }),
    );
  }

  function plainPlaces(catalog: Catalog, text: string): string[] {
    return places(catalog, text).map((line) => line.replace(/^~/, ''));
  }

  it('stands while a line is half typed, and moves with the text', async () => {
    const { shown } = await editing({ 'contact.js': contact }, 'contact.js');
    const good = places(await shown(contact), contact);
    assert.equal(good.length, 4);
    for (const half of ['schema.index({', 'const x = {', "const a = '", '`', '/* ']) {
      const text = contact.replace('\nconst schema', `\n\n${half}\nconst schema`);
      const catalog = await shown(text);
      assert.deepEqual(plainPlaces(catalog, text), good, half);
      assert.deepEqual(
        catalog.models.map(({ model, complete, stale }) => ({ model, complete, stale })),
        [{ model: 'Contact', complete: true, stale: true }],
      );
      assert.deepEqual(catalog.problems, []);
      const again = await shown(contact);
      assert.deepEqual(places(again, contact), good);
      assert.ok(!again.models.some(({ stale }) => stale));
    }
  });

  it('keeps a definition that is being edited, marked as stale', async () => {
    const { shown } = await editing({ 'contact.js': contact }, 'contact.js');
    await shown(contact);
    for (const [whole, half] of [
      ['{ sparse: true }', '{ sparse: true, uni }'],
      ['{ sparse: true }', '{ sparse: true, unique: tru }'],
      ['{ sparse: true }', '{ sparse: tr, '],
      ['company: 1, email: 1', 'company: 1, email: 1, cre'],
      ['company: 1, email: 1', 'company: 1, email: '],
    ] as const) {
      const text = contact.replace(whole, half);
      const catalog = await shown(text);
      assert.deepEqual(
        places(catalog, text).map((line) => line.split(':')[0]),
        ['email_1', 'company_1', '~company_1_email_1', 'createdAt_-1'],
        half,
      );
      assert.match(places(catalog, text)[2] ?? '', /: schema\.index\(\{ company: 1, email/);
      assert.equal(catalog.models[0]?.complete, true);
      await shown(contact);
    }
  });

  it('gives way to what reads well, and to what is saved', async () => {
    const { shown, folder } = await editing({ 'contact.js': contact }, 'contact.js');
    const less = contact.replace('schema.index({ createdAt: -1 });\n', '');
    assert.deepEqual(outline(await shown(less)), ['contacts: email_1, company_1, company_1_email_1']);
    const unread = contact.replace('createdAt: -1', 'createdAt: direction');
    const stale = await shown(unread);
    assert.deepEqual(outline(stale), ['contacts: email_1, company_1, company_1_email_1']);
    await writeFile(folder.path('contact.js'), unread);
    assert.deepEqual(outline(await shown(null)), ['contacts: email_1, company_1, company_1_email_1 ?']);
  });

  it('stands for the models of other files, and while other files are edited', async () => {
    const files = {
      'fields.js': "module.exports = { email: 'email', company: 'company' };\n",
      'contact.js': contact.replace(
        'schema.index({ company: 1, email: 1 }',
        "const Fields = require('./fields');\nschema.index({ [Fields.company]: 1, [Fields.email]: 1 }",
      ),
      'other.js': contact.replace('Contact', 'Other'),
    };
    const { shown, other } = await editing(files, 'fields.js');
    const all = outline(await shown(files['fields.js']));
    assert.deepEqual(outline(await shown("module.exports = { email: 'em")), all);
    const more = files['other.js'].replace('createdAt', 'updatedAt');
    const both = await other('other.js', more);
    assert.deepEqual(
      outline(both),
      all.map((line) => (line.startsWith('other') ? line.replace('createdAt', 'updatedAt') : line)),
    );
    assert.deepEqual(
      outline(await shown("module.exports = { email: 'mail', company: 'company' };")).length,
      2,
    );
    assert.match(
      outline(await shown("module.exports = { email: 'mail', company: 'company' };"))[0] ?? '',
      /mail/,
    );
  });

  it('a file with a syntax error from the start is read as far as it goes', async () => {
    const broken = contact.replace('schema.index({ createdAt: -1 });', 'schema.index({ createdAt: -1 }; )');
    const { shown } = await editing({ 'contact.js': broken }, 'contact.js');
    const first = outline(await shown(broken));
    assert.equal(first.length, 1);
    const more = broken.replace('company: 1, email: 1', 'company: 1, name: 1');
    assert.deepEqual(
      outline(await shown(more)),
      first.map((line) => line.replace('company_1_email_1', 'company_1_name_1')),
    );
  });

  /** What somebody types into a program that is whole, and where lines end. */
  const snippets = [
    'schema.index({ typed: 1 });\n',
    "schema.index({ typed: 1, half: -1 }, { unique: true, name: 'typed' });\n",
    'if (schema) { console.log(`${schema}`); }\n',
    "schema.add({ typed: { type: String, index: true, default: 'x' } });\n",
    'const typed = { a: [1, 2, { b: "c" }] };\n',
    '/* a remark */ // and more\n',
    'function typed(a, { b }) { return a[b]; }\n',
  ];

  it('whatever is typed, character by character, no index comes or goes before the text reads well', async () => {
    let stale = 0;
    await fc.assert(
      fc.asyncProperty(
        schemaPrograms('commonjs'),
        fc.constantFrom(...snippets),
        fc.nat(),
        fc.boolean(),
        async ({ files, entry }, snippet, at, closes) => {
          const { shown, folder } = await editing(files, entry);
          const text = files[entry] ?? '';
          const lineEnds = [...text.matchAll(/;\n/g)].map(({ index }) => index + 2);
          const offset = lineEnds[at % lineEnds.length] ?? 0;
          let last = await shown(text);
          let lastText = text;
          for (let length = 1; length <= snippet.length; length += 1) {
            const typed = snippet.slice(0, length) + (closes ? closing(snippet.slice(0, length)) : '');
            const present = text.slice(0, offset) + typed + text.slice(offset);
            const catalog = await shown(present);
            const plain = new Workspace();
            const raw = await plain.update(folder.path(entry), present);
            const readsWell =
              parse(present, 'js').syntaxErrors.length === 0 &&
              raw.models.every(
                ({ model, problems }) =>
                  problems.length <= (last.models.find((one) => one.model === model)?.problems.length ?? 0),
              );
            if (readsWell) {
              assert.deepEqual(outline(catalog), outline(raw), present);
              assert.ok(!catalog.models.some((model) => model.stale), present);
              last = catalog;
              lastText = present;
            } else {
              stale += 1;
              assert.deepEqual(outline(catalog), outline(last), present);
              // The definitions themselves were not touched.
              const inFile = (one: Catalog): Catalog => ({
                ...one,
                models: one.models.map((model) => ({
                  ...model,
                  indexes: model.indexes.filter(({ place }) => place.file === folder.path(entry)),
                })),
              });
              assert.deepEqual(
                plainPlaces(inFile(catalog), present),
                plainPlaces(inFile(last), lastText),
                present,
              );
            }
          }
        },
      ),
      { numRuns: 12, seed: 7 },
    );
    assert.ok(stale > 250, `${stale} half-typed texts`);
  }).timeout(120_000);

  it('a whole program, typed from its first character to its last, never loses what was read well', async () => {
    let stale = 0;
    await fc.assert(
      fc.asyncProperty(schemaPrograms('commonjs'), async ({ files, entry }) => {
        const { shown, folder } = await editing({ ...files, [entry]: '' }, entry);
        const text = files[entry] ?? '';
        let good: readonly string[] = [];
        for (let length = 1; length <= text.length; length += 1) {
          const present = text.slice(0, length);
          const catalog = await shown(present);
          const names = namesIn(catalog);
          if (parse(present, 'js').syntaxErrors.length > 0) {
            stale += 1;
            assert.deepEqual(names, good, present);
          } else {
            const raw = await new Workspace().update(folder.path(entry), present);
            if (raw.models.every(({ complete }) => complete)) assert.deepEqual(names, namesIn(raw), present);
            else for (const name of good) assert.ok(names.includes(name), `${name} is gone:\n${present}`);
            good = names;
          }
        }
      }),
      { numRuns: 2, seed: 8 },
    );
    assert.ok(stale > 500, `${stale} half-typed texts`);
  }).timeout(120_000);
});

/** Indexes with the models that they are of. */
function namesIn({ models }: Catalog): string[] {
  return models.flatMap(({ model, indexes }) => indexes.map(({ name }) => `${model} ${name}`));
}

/** What an editor that closes brackets puts behind the cursor. */
function closing(typed: string): string {
  const open: string[] = [];
  for (const character of typed.replaceAll(/'[^']*'?|"[^"]*"?/g, '')) {
    const close = { '{': '}', '(': ')', '[': ']' }[character];
    if (close) open.unshift(close);
    else if (open[0] === character) open.shift();
  }
  return open.join('');
}
