import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { screenshotFailures, Workbench } from './workbench.js';

// Typing into a schema of 300 lines, watched in every frame that the browser draws: no lens is ever gone or stands on
// another line than its definition, and no index comes or goes in the tree before the text reads well.

const onPaths = ['f01', 'f02', 'f03', 'f04', 'f05', 'f06', 'f07', 'f08'];
const onSchema = ['f11', 'f12', 'f13', 'f14', 'f15', 'f16', 'f17'];
const definitions = [...onPaths, ...onSchema];
/** These are on the server, with one that nobody defines. */
const live = ['f01', 'f02', 'f11', 'f12', 'f13', 'other'];

/** What one frame showed. */
interface Frame {
  /** The field whose definition each lens stands over (`Schema` for the model's), sorted. */
  readonly lenses: readonly string[];
  /** The rows of the tree's indexes without their size and use, sorted. */
  readonly rows: readonly string[];
}

/** What a picture shows of the very high window. */
const topOfPage = { x: 0, y: 0, width: 1280, height: 900 };

describe('typing into a schema of 300 lines', () => {
  let workbench: Workbench;
  let folder: string;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
    uri.pathname = '/typing';
    const client = await new MongoClient(uri.href).connect();
    for (const field of live)
      await client
        .db('typing')
        .collection('typeds')
        .createIndex({ [field]: 1 });
    await client.close();
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'index-lens-typing-')), 'app');
    await mkdir(path.join(folder, 'models'), { recursive: true });
    await writeFile(path.join(folder, 'models', 'Typed.js'), schemaFile());
    workbench = await Workbench.open({
      folder,
      env: { INDEX_LENS_URI: uri.href },
      // High enough for every line: lenses that are out of sight are not drawn.
      viewport: { width: 1280, height: 6000 },
      settings: {
        'editor.fontSize': 12,
        'editor.lineHeight': 16,
        'editor.minimap.enabled': false,
        'editor.quickSuggestions': false,
        'editor.stickyScroll.enabled': false,
        'files.autoSave': 'off',
      },
    });
    await workbench.openView('Index Lens');
    await workbench.openFile('models/Typed.js');
    await workbench.treeItem(/f17/).first().waitFor();
    await watchFrames();
    await settled((frame) => frame.lenses.length === definitions.length + 1);
  });

  after(async () => {
    await workbench.close();
    await rm(path.dirname(folder), { recursive: true, force: true });
  });

  /** Records each frame that differs from the one before. */
  async function watchFrames(): Promise<void> {
    await workbench.page.evaluate(`(${frameWatcher})()`);
  }

  async function frames(): Promise<readonly Frame[]> {
    return workbench.page.evaluate<Frame[]>('window.indexLensFrames');
  }

  async function settled(isSettled: (frame: Frame) => boolean): Promise<Frame> {
    for (let look = 0; look < 200; look += 1) {
      const last = (await frames()).at(-1);
      if (last && isSettled(last)) return last;
      await workbench.page.waitForTimeout(50);
    }
    assert.fail(JSON.stringify((await frames()).at(-1), null, 1));
  }

  /** Forgets the frames so far but the present one. */
  async function forgetFrames(): Promise<void> {
    await workbench.page.evaluate('window.indexLensFrames.splice(0, window.indexLensFrames.length - 1)');
  }

  /** Puts the cursor behind a part of a line, and waits until it is there. */
  async function put(line: string, behind: string): Promise<void> {
    await workbench.page
      .locator('.editor-instance textarea, .editor-instance .native-edit-context')
      .first()
      .focus();
    const { row, column } = await workbench.inHost(
      (vscode, { line, behind }) => {
        const editor = vscode.window.activeTextEditor;
        const text = editor?.document.getText() ?? '';
        const offset = text.indexOf(line) + line.indexOf(behind) + behind.length;
        const at = editor?.document.positionAt(offset);
        if (!editor || !at || !text.includes(line)) throw new Error(`There is no ${line}.`);
        editor.selection = new vscode.Selection(at, at);
        return { row: at.line + 1, column: at.character + 1 };
      },
      { line, behind },
    );
    await workbench.page.locator('.statusbar').getByText(`Ln ${row}, Col ${column}`).waitFor();
  }

  async function type(text: string): Promise<void> {
    await workbench.page.keyboard.type(text, { delay: 45 });
  }

  async function press(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) await workbench.page.keyboard.press(key, { delay: 25 });
  }

  /** Long enough for everything that a pause sets off. */
  async function pause(): Promise<void> {
    await workbench.page.waitForTimeout(1500);
  }

  /** In every frame since: each lens over its definition, and the tree as it was. */
  async function assertCalm(before: Frame): Promise<void> {
    const seen = await frames();
    for (const frame of seen) {
      assert.deepEqual(frame.lenses, before.lenses);
      assert.deepEqual(frame.rows, before.rows);
    }
  }

  async function calm(): Promise<Frame> {
    await pause();
    await forgetFrames();
    const [now] = await frames();
    return now ?? assert.fail('no frame');
  }

  it('shows a lens over each definition', async () => {
    const { lenses, rows } = await calm();
    assert.deepEqual(lenses, ['Schema', ...definitions].toSorted());
    assert.equal(rows.filter((row) => row.includes('missing')).length, definitions.length - 5);
    assert.equal(rows.filter((row) => row.includes('extra')).length, 1);
    await workbench.pictures('typing-before', { clip: topOfPage });
  });

  it('new lines above: the lenses go along', async () => {
    const before = await calm();
    await put("require('mongoose');", "require('mongoose');");
    await type('\n\n// one\n// two\nconst seconds = 60 * 60;\n');
    await pause();
    await assertCalm(before);
  });

  it('a half-typed option: its definition stands as last read until the option is whole', async () => {
    const before = await calm();
    await put('schema.index({ f12: 1 });', 'schema.index({ f12: 1 }');
    await type(', { uni');
    await pause();
    await assertCalm(before);
    await workbench.pictures('typing-half-an-option', { clip: topOfPage });
    await type('que: true');
    const after = await settled(({ rows }) => rows.some((row) => row.includes('different: unique')));
    assert.deepEqual(after.lenses, before.lenses);
    for (const frame of await frames()) {
      assert.deepEqual(frame.lenses, before.lenses);
      assert.ok(
        frame.rows.every((row) => before.rows.includes(row) || row.includes('f12')),
        frame.rows.join(),
      );
      assert.equal(frame.rows.filter((row) => row.startsWith('f12')).length, 1);
    }
  });

  it('a half-typed path: nothing else moves, and its lens comes once it is whole', async () => {
    const before = await calm();
    await put('  f04: { type: String, index: true },', '  f04: { type: String, index: true },');
    await type('\nf09: { type: String, ind');
    await pause();
    await assertCalm(before);
    await type('ex: true');
    await press('End');
    await type(',');
    const after = await settled(({ lenses }) => lenses.includes('f09'));
    assert.deepEqual(after.lenses, [...before.lenses, 'f09'].toSorted());
    for (const { lenses } of await frames())
      assert.deepEqual(
        lenses.filter((lens) => lens !== 'f09'),
        before.lenses,
      );
  });

  it('an unclosed brace above everything: all stands as last read', async () => {
    const before = await calm();
    await put('const seconds = 60 * 60;', 'const seconds = 60 * 60;');
    await type('\nfunction later() {');
    await press('Delete');
    await pause();
    await assertCalm(before);
    await workbench.pictures('typing-unclosed-brace', { clip: topOfPage });
    await type('\n\n\n');
    await pause();
    await assertCalm(before);
    await type('}');
    await pause();
    await assertCalm(before);
  });

  it('a definition that is taken back letter by letter and typed anew is never gone', async () => {
    const before = await calm();
    await put('schema.index({ f15: 1 });', 'schema.index({ f15: 1 });');
    await press('Backspace', ' });'.length);
    await pause();
    await assertCalm(before);
    await type(', f16: ');
    await pause();
    await assertCalm(before);
    await press('Backspace', ', f16: '.length);
    await type(' });');
    await pause();
    await assertCalm(before);
  });
});

/** 300 lines: 8 indexes on paths, 7 on the schema, and what else stands in such files. */
function schemaFile(): string {
  const fillers = (count: number, indent: string): string[] =>
    Array.from({ length: count }, (_, at) =>
      at % 3 === 0 ? `${indent}// What follows is explained here, at some length (${at}).` : '',
    );
  const path_ = (field: string): string[] => [
    ...fillers(4, '  '),
    `  ${field}: { type: String, index: true },`,
    `  plain${field.slice(1)}: { type: Number, default: 0 },`,
  ];
  const method = (field: string): string[] => [
    `schema.methods.show${field.slice(1)} = function show() {`,
    '  const parts = [this._id, this.createdAt];',
    ...fillers(6, '  '),
    "  return parts.filter(Boolean).join(' ');",
    '};',
    '',
  ];
  const lines = [
    "const mongoose = require('mongoose');",
    '',
    'const schema = new mongoose.Schema({',
    ...onPaths.flatMap(path_),
    '});',
    '',
    ...onSchema.flatMap((field) => [...method(field), `schema.index({ ${field}: 1 });`]),
  ];
  const rest = ["module.exports = mongoose.model('Typed', schema);", ''];
  return [...lines, ...fillers(300 - lines.length - rest.length + 1, ''), ...rest].join('\n');
}

/** Runs in the page: on each frame it notes what stands below each lens, and the tree's rows. */
const frameWatcher = `function () {
  const top = (element) => element.getBoundingClientRect().top;
  const look = () => {
    const lines = [...document.querySelectorAll('.editor-instance .view-line')]
      .map((line) => ({ top: top(line), text: line.textContent.replaceAll('\\u00a0', ' ') }))
      .sort((a, b) => a.top - b.top);
    const lenses = [...document.querySelectorAll('.editor-instance .codelens-decoration')]
      .filter((lens) => lens.textContent.trim() !== '' && lens.style.visibility !== 'hidden')
      .map((lens) => {
        const at = top(lens);
        const below = lines.find((line) => line.top > at + 4);
        const [name] = /\\bf\\d\\d\\b|\\bSchema\\b/.exec(below?.text ?? '') ?? [];
return name ?? 'over: ' + below?.text;
      })
      .sort();
    const rows = [...document.querySelectorAll('.part.sidebar [role=treeitem]')]
      .map((row) => row.getAttribute('aria-label').replace(/^Index on /, ''))
      .filter((label) => /^(f\\d\\d|other|_id)\\b/.test(label))
      .map((label) => label.replace(/, [\\d.]+ \\w?B\\b.*?uses?/, '').replace(', as last read', ''))
      .sort();
    const frames = (window.indexLensFrames ??= []);
    const frame = { lenses, rows };
    if (JSON.stringify(frames.at(-1)) !== JSON.stringify(frame)) frames.push(frame);
    requestAnimationFrame(look);
  };
  look();
}`;
