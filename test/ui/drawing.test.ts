import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/chromium.js';
import type { Ask, ViewMessage } from '../../src/model/panel-messages.js';

// How panels draw a view over another one, in a real browser; the test is the host.

const root = path.join(import.meta.dirname, '..', '..');

interface View {
  readonly notes: readonly string[];
  readonly boxes: Readonly<Record<string, boolean>>;
}

/** A node of a random page: a text, or a tag with its key and what is in it. */
type Drawn = string | readonly [tag: string, key: string | null, children: readonly Drawn[]];

const { drawn } = fc.letrec<{ drawn: Drawn }>((tie) => ({
  drawn: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('one', 'two'),
    fc.tuple(
      fc.constantFrom('p', 'div'),
      fc.option(fc.constantFrom('a', 'b', 'c')),
      fc.array(tie('drawn'), { maxLength: 5 }),
    ),
  ),
}));

const script = `
import { checkbox } from './media/words.js';
import { drawViews } from './media/view-panel.js';
import { element } from './media/element.js';
import { patch } from './media/patch.js';

globalThis.asks = [];
globalThis.acquireVsCodeApi = () => ({ postMessage: (ask) => asks.push(ask) });
drawViews(({ notes, boxes }) =>
  element('main', {},
    ...notes.map((note) => element('p', {}, note)),
    element('table', {}, ...Object.entries(boxes).map(([id, ticked]) =>
      element('tr', { 'data-key': id }, element('td', {}, checkbox(id, ticked, id)))))));

const made = (drawn) => typeof drawn === 'string' ? document.createTextNode(drawn)
  : element(drawn[0], { 'data-key': drawn[1] }, ...drawn[2].map(made));
globalThis.patched = (before, after) => {
  const present = made(before);
  patch(present, made(after));
  return present.isEqualNode(made(after));
};`;

describe('a panel that is drawn anew', () => {
  let browser: Browser;
  let page: Page;

  before(async () => {
    const options = { bundle: true, write: false, format: 'iife' } as const;
    const bundled = await build({ ...options, stdin: { contents: script, resolveDir: root, loader: 'ts' } });
    browser = await launchChromium();
    page = await browser.newPage();
    await page.setContent('<div id="app"></div>');
    await page.addScriptTag({ content: bundled.outputFiles[0]?.text });
  });

  after(() => browser.close());

  function asks(): Promise<readonly Ask<string>[]> {
    return page.evaluate('asks');
  }

  async function draw(view: View, answers: number): Promise<void> {
    const message: ViewMessage<View> = { type: 'view', view, answers };
    const data = JSON.stringify(message);
    await page.evaluate(`dispatchEvent(new MessageEvent('message', { data: ${data} }))`);
  }

  const box = (name: string) => page.getByRole('checkbox', { name, exact: true });

  it('becomes what is drawn, whatever was there', async function () {
    this.timeout(60_000);
    const pages = fc.tuple(fc.constant('div'), fc.constant(null), fc.array(drawn, { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(pages, pages, async (before, after) => {
        return page.evaluate<boolean>(`patched(${JSON.stringify(before)}, ${JSON.stringify(after)})`);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('keeps an element, and the focus on it, as others come and go before it', async () => {
    await draw({ notes: ['one'], boxes: { a: true, b: true, c: true } }, 1);
    await box('c').focus();
    await page.evaluate('kept = document.activeElement');
    await draw({ notes: ['one', 'two'], boxes: { b: false, c: true } }, 1);
    await draw({ notes: [], boxes: { d: true, b: false, c: true } }, 1);
    assert.equal(await page.evaluate('kept === document.activeElement'), true);
    await box('c').uncheck();
    assert.equal(await box('b').isChecked(), false);
  });

  it('loses no click on what moves while it is pressed', async () => {
    const before = (await asks()).length;
    await draw({ notes: [], boxes: { a: true } }, before);
    await box('a').hover();
    await page.mouse.down();
    await draw({ notes: ['one', 'two', 'three'], boxes: { a: true } }, before);
    await page.mouse.up();
    assert.deepEqual((await asks()).slice(before), [{ type: 'untick', id: 'a', count: before + 1 }]);
    await draw({ notes: ['one'], boxes: { a: false } }, before + 1);
    await page.getByText('one').waitFor();
  });

  it('does not take a tick back for an answer to what was asked before it', async () => {
    const asked = (await asks()).length;
    await draw({ notes: [], boxes: { a: true, b: true } }, asked);
    await box('a').uncheck();
    await box('b').uncheck();
    await draw({ notes: ['early'], boxes: { a: false, b: true } }, asked + 1);
    assert.equal(await box('b').isChecked(), false);
    await draw({ notes: ['late'], boxes: { a: false, b: false } }, asked + 2);
    await page.getByText('late').waitFor();
  });
});
