import assert from 'node:assert/strict';
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import type * as VsCode from 'vscode';
import { launchChromium } from '../../scripts/chromium.js';
import { temporaryFolder, type TemporaryFolder } from '../../scripts/temporary-folder.js';
import { startVsCodeServer, type VsCodeServer } from '../../scripts/vscode-server.js';
import { packVsix } from '../../scripts/vsix.js';
import { openWorkbenchPage } from '../../scripts/workbench-page.js';
import { driverSocket, runInHost } from './extension-host.js';

// The driver of the ui tests: VS Code's real workbench with the packed extension, opened on a copy of the example.
//
//   const workbench = await Workbench.open();                 // before(); close() in after()
//   screenshotFailures(() => workbench);                      // a picture of what fails, nothing left open
//   await workbench.openView('Index Lens');                   // activity bar
//   await workbench.treeItem(/contacts/).click();             // Playwright's locators wait by themselves
//   await workbench.palette('Index Lens: Connect…');          // F1, type, Enter; it must be the focused entry
//   await workbench.answer(uri);                              // fill the quick input, Enter
//   await workbench.pick('petbuddy');                         // choose an entry of the quick pick
//   await workbench.openFile('models/Contact.js');
//   await workbench.codeLens(/Ensure now/).click();
//   await workbench.dialog.getByRole('button', { name: 'Create 1 Index' }).click();
//   await workbench.toast(/created/).waitFor();
//   await workbench.webview().getByText('IXSCAN').waitFor();
//   await workbench.inHost((vscode, name) => vscode.workspace.getConfiguration('indexLens').get(name), 'exclude');
//   await workbench.setTheme('light');
//   await workbench.screenshot('tree-light');                 // out/screenshots/tree-light.png
//
// `page` is Playwright's page, for whatever else there is.

const root = path.join(import.meta.dirname, '..', '..');

const themes = {
  dark: { name: 'Default Dark Modern', mark: 'vs-dark' },
  light: { name: 'Default Light Modern', mark: 'vs' },
  'high-contrast-dark': { name: 'Default High Contrast', mark: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', mark: 'hc-light' },
} as const;

export type Theme = keyof typeof themes;

/** The themes that pictures are taken in; the last one stays. */
const pictured = ['light', 'high-contrast-dark', 'dark'] as const;

export interface WorkbenchOptions {
  /** The folder to open a copy of, without its node_modules. Default: the example. */
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables the extension host sees, such as MONGODB_URI. */
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A part of the page. */
interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Workbench {
  private constructor(
    readonly page: Page,
    /** The copy that is open; tests may write into it. */
    readonly folder: string,
    private readonly temporary: TemporaryFolder,
    private readonly browser: Browser,
    private readonly server: VsCodeServer,
  ) {}

  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const temporary = await temporaryFolder('ui');
    const dir = temporary.path;
    const original = options.folder ?? path.join(root, 'examples', 'petbuddy');
    const folder = path.join(dir, path.basename(original));
    await cp(original, folder, {
      recursive: true,
      filter: (file) => path.basename(file) !== 'node_modules',
    });
    const server = await startVsCodeServer({
      dir,
      extensions: [
        await packVsix(root, path.join(dir, 'index-lens.vsix')),
        await packVsix(path.join(import.meta.dirname, 'driver-extension'), path.join(dir, 'driver.vsix')),
      ],
      settings: options.settings,
      env: { ...options.env, INDEX_LENS_TEST_DRIVER: driverSocket(dir) },
    });
    const browser = await launchChromium();
    const { page } = await openWorkbenchPage(browser, server, folder, { viewport: options.viewport });
    page.setDefaultTimeout(40_000);
    const workbench = new Workbench(page, folder, temporary, browser, server);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await workbench.inHost(() => null, null);
    return workbench;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    this.temporary.remove();
  }

  /** Runs a function in the extension host; it sees its two parameters only, and answers with what JSON carries. */
  inHost<Argument, Result>(
    run: (vscode: typeof VsCode, argument: Argument) => Result,
    argument: Argument,
  ): Promise<Awaited<Result>> {
    return runInHost(driverSocket(this.temporary.path), run, argument);
  }

  /** Runs a command by its id, as a key binding would; a command that asks something is not waited for. */
  async command(id: string, ...args: readonly unknown[]): Promise<void> {
    await this.inHost(
      (vscode, call) => {
        void vscode.commands.executeCommand(call.id, ...call.args);
      },
      { id, args },
    );
  }

  /** Connects to a server by the folder's `.env`, and waits for one of its collections in the view. */
  async connect(uri: string, collection: RegExp): Promise<void> {
    await writeFile(path.join(this.folder, '.env'), `MONGODB_URI=${uri}\n`);
    await this.openView('Index Lens');
    await this.palette('Index Lens: Connect…');
    await this.rows.filter({ hasText: 'MONGODB_URI' }).first().waitFor();
    await this.pick('MONGODB_URI');
    await this.treeItem(collection).first().waitFor();
  }

  /** Runs a command as a user does: palette, its title (with category), Enter. */
  async palette(title: string): Promise<void> {
    const row = this.rows.and(this.page.locator('.focused')).filter({ hasText: title }).first();
    for (let attempt = 0; attempt < 5; attempt++) {
      await this.openPalette();
      await this.input.fill(`>${title}`);
      // A palette that opens while the workbench still starts may stay empty, or be closed by a view that takes the focus.
      const found = await row.waitFor({ timeout: 8_000 }).then(
        () => true,
        () => false,
      );
      if (found) {
        await this.page.keyboard.press('Enter');
        return;
      }
      await this.page.keyboard.press('Escape');
    }
    throw new Error(`The palette does not offer ${title}.`);
  }

  /** The titles that the palette offers for some text. */
  async paletteTitles(text: string): Promise<string[]> {
    await this.openPalette();
    await this.input.fill(`>${text}`);
    await this.rows.first().waitFor();
    const labels = await this.rows.locator('.label-name').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return labels.map((label) => label.replace(/\s+/g, ' ').trim());
  }

  private async openPalette(): Promise<void> {
    for (let attempt = 0; attempt < 8; attempt++) {
      // A webview that has just taken the focus swallows the key.
      await this.page.keyboard.press('F1');
      const open = await this.input.waitFor({ timeout: 1_500 }).then(
        () => true,
        () => false,
      );
      if (open) return;
    }
    throw new Error('The palette did not open.');
  }

  /** The text field of the quick input: palette, quick pick or input box. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget input.input:visible');
  }

  /** The entries of the quick pick. */
  get rows(): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row');
  }

  /** The message below an input box: its prompt, or why the text is not accepted. */
  get inputMessage(): Locator {
    return this.page.locator('.quick-input-widget .quick-input-message');
  }

  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  async pick(label: string | RegExp): Promise<void> {
    // What the pointer happens to rest on has its hover, which covers the entry below.
    await this.page.mouse.move(0, 0);
    await this.rows.filter({ hasText: label }).first().click();
  }

  /** Shows a view container by its title in the activity bar. */
  async openView(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${title}`) });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  /** Drags the border of the side bar until it is so many pixels wide. */
  async widenSideBar(width: number): Promise<void> {
    const box = await this.page.locator('.part.sidebar').boundingBox();
    if (!box) throw new Error('There is no side bar.');
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x + box.width + 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, y, { steps: 5 });
    await this.page.mouse.up();
  }

  treeItem(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  async expand(name: string | RegExp): Promise<void> {
    const item = this.treeItem(name).first();
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) === 'false') {
      await item.locator('.monaco-tl-twistie').click();
    }
  }

  /** An action on a tree item: it shows while the pointer is over the item. */
  async inlineAction(item: string | RegExp, action: string | RegExp): Promise<void> {
    const row = this.treeItem(item).first();
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  }

  /** Chooses an entry of the context menu of a tree item: a menu takes no click in its first 100 ms. */
  async menuEntry(item: string | RegExp, entry: string): Promise<void> {
    await this.treeItem(item).first().click({ button: 'right' });
    const row = this.page.getByRole('menuitem', { name: entry });
    for (let attempt = 0; attempt < 5; attempt++) {
      await row.click();
      const chosen = await row.waitFor({ state: 'hidden', timeout: 2_000 }).then(
        () => true,
        () => false,
      );
      if (chosen) return;
    }
    throw new Error(`The menu stays open on a click of ${entry}.`);
  }

  /** Opens a file of the folder in the editor, at a line that counts from 1. */
  async openFile(file: string, line = 1): Promise<void> {
    await this.inHost(
      async (vscode, at) => {
        const selection = new vscode.Range(at.line - 1, 0, at.line - 1, 0);
        await vscode.window.showTextDocument(vscode.Uri.file(at.file), { selection, preview: false });
      },
      { file: path.join(this.folder, file), line },
    );
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  codeLens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration > :is(a, span)', { hasText: text });
  }

  /** Clicks a CodeLens until what it opens is there: lenses that are being drawn anew swallow a click. */
  async clickCodeLens(text: string | RegExp, opens: Locator): Promise<void> {
    for (let attempt = 0; attempt < 4; attempt++) {
      await this.codeLens(text).first().click();
      // A click too many would hit the lens that is the first one by then.
      const open = await opens.waitFor({ timeout: 10_000 }).then(
        () => true,
        () => false,
      );
      if (open) return;
    }
    throw new Error(`Nothing opened on a click of the CodeLens ${String(text)}.`);
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
  }

  async clearToasts(): Promise<void> {
    await this.command('notifications.clearAll');
    await this.page
      .locator('.notifications-toasts .notification-list-item')
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** The modal dialog. */
  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** The entries of the Problems panel, once it is open. */
  get problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** The document inside the visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** What axe finds wrong in the visible webview, a line each. */
  async webviewViolations(): Promise<string[]> {
    const body = await this.webview().locator('body').elementHandle();
    const frame = await body.ownerFrame();
    if (!frame) throw new Error('There is no webview.');
    await frame.evaluate(axe.source);
    // A tree item's name rightly leaves out what its children show, which axe takes for a mismatch.
    const rules = { 'label-content-name-mismatch': { enabled: false } };
    const options = JSON.stringify({ iframes: false, rules });
    const { violations } = await frame.evaluate<AxeResults>(`axe.run(document, ${options})`);
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ html }) => html).join(' ')})`,
    );
  }

  async setTheme(theme: Theme): Promise<void> {
    const { name, mark } = themes[theme];
    await this.inHost(async (vscode, id) => {
      await vscode.workspace.getConfiguration('workbench').update('colorTheme', id, true);
    }, name);
    await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
    await this.page.waitForTimeout(500); // colours of webviews and icons arrive a little later
  }

  /** The same picture in the themes that people use; `inEach` may look closer. */
  async pictures(
    name: string,
    { clip, inEach }: { readonly clip?: Clip; readonly inEach?: (theme: Theme) => Promise<void> } = {},
  ): Promise<void> {
    for (const theme of pictured) {
      await this.setTheme(theme);
      await this.screenshot(`${name}-${theme}`, clip);
      await inEach?.(theme);
    }
  }

  /** Pictures of the visible webview, in each of which axe finds nothing. */
  async accessiblePictures(name: string): Promise<void> {
    await this.pictures(name, {
      inEach: async (theme) => {
        assert.deepEqual(await this.webviewViolations(), [], theme);
      },
    });
  }

  /** Closes menus, the quick input and a dialog that are open. */
  async closeMenus(): Promise<void> {
    for (let layer = 0; layer < 3; layer++) await this.page.keyboard.press('Escape');
  }

  /** Writes out/screenshots/NAME.png, of the whole page or a part of it. */
  async screenshot(name: string, clip?: Clip): Promise<void> {
    const file = path.join(root, 'out', 'screenshots', `${name}.png`);
    await this.page.screenshot({ path: file, clip, animations: 'disabled', caret: 'hide' });
  }
}

/** Leaves a picture of the workbench for every try of a test that fails, and closes what it left open. */
export function screenshotFailures(workbench: () => Workbench | undefined): void {
  afterEach(async function () {
    const test = this.currentTest;
    if (!test || test.state === 'passed' || test.isPending()) return;
    const name = test.fullTitle().replace(/[^\w]+/g, '-');
    await workbench()?.screenshot(`failed-${name}`);
    await workbench()?.closeMenus();
  });
}
