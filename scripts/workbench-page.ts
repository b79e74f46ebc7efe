import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { VsCodeServer } from './vscode-server.js';

/** What VS Code's web configuration takes: pairs of a name and a value. */
export type Payload = readonly (readonly [name: string, value: string])[];

export interface WorkbenchPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Ends with the exit code when the workbench ran extension tests. */
  readonly exited: Promise<number>;
}

/**
 * Opens a folder in the workbench. `extensionTests` lets the payload name an extension under development and its
 * tests; the flag that allows it hides toasts.
 */
export async function openWorkbenchPage(
  browser: Browser,
  server: VsCodeServer,
  folder: string,
  options: { payload?: Payload; extensionTests?: boolean; viewport?: { width: number; height: number } } = {},
): Promise<WorkbenchPage> {
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  if (options.extensionTests) await page.addInitScript({ content: `(${allowExtensionTests})()` });
  const exited = new Promise<number>((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', () => undefined);
  const payload = encodeURIComponent(JSON.stringify(options.payload ?? []));
  await page.goto(`${server.url}?folder=${encodeURI(folder)}&payload=${payload}`);
  return { page, context, exited };
}

/** Runs in the page, before VS Code reads its configuration out of a meta element. */
const allowExtensionTests = `function () {
  const getAttribute = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = getAttribute.call(this, name);
    if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
    const settings = JSON.parse(value);
    settings.developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
    return JSON.stringify(settings);
  };
}`;
