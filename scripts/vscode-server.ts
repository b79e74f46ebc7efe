import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installCodeServer, codeVersion, type CodeServer } from './code-server.js';
import { freePort } from './free-port.js';
import { run } from './run.js';

/** Settings that keep the workbench still: nothing opens, asks, blinks or looks anything up by itself. */
const calm = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'telemetry.feedback.enabled': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'typescript.tsc.autoDetect': 'off',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
  'workbench.editor.useModal': 'off',
  'workbench.layoutControl.enabled': false,
  'editor.accessibilitySupport': 'off',
  'security.workspace.trust.enabled': false,
};

export interface VsCodeServerOptions {
  /** Where this server keeps its user data, extensions and log. Made when missing; left in place. */
  readonly dir: string;
  /** VSIX files to install before it starts. */
  readonly extensions?: readonly string[];
  /** User settings over the calm ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables its extension hosts see. */
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
}

export interface VsCodeServer {
  /** Address of the workbench, without a folder. */
  readonly url: string;
  /** A file of this machine as the workbench names it. */
  uri(file: string): string;
  stop(): Promise<void>;
}

/** Starts VS Code's server on 127.0.0.1, with its real extension host; a browser shows its workbench. */
export async function startVsCodeServer(options: VsCodeServerOptions): Promise<VsCodeServer> {
  const code = await installCodeServer();
  console.log(`vscode: ${codeVersion} by code-server from the cache, in the browser`);
  const user = path.join(options.dir, 'user');
  await mkdir(path.join(user, 'User'), { recursive: true });
  await mkdir(path.join(options.dir, 'extensions'), { recursive: true });
  const settings = JSON.stringify({ ...calm, ...options.settings }, null, 2);
  await writeFile(path.join(user, 'User', 'settings.json'), settings);
  const args = baseArgs(code, options.dir);
  const installs = (options.extensions ?? []).flatMap((vsix) => ['--install-extension', vsix]);
  if (installs.length > 0) await run(code.node, [...args, ...installs]);

  const port = options.port ?? (await freePort());
  const server = launch(code, [...args, ...quietArgs, '--bind-addr', `127.0.0.1:${port}`], options);
  try {
    await answering(`http://127.0.0.1:${port}/`, server.ended);
  } catch (error) {
    await server.stop();
    const log = await readFile(path.join(options.dir, 'server.log'), 'utf8');
    throw new Error(`VS Code's server did not start:\n${log.slice(-2000)}`, { cause: error });
  }
  return {
    url: `http://127.0.0.1:${port}/`,
    uri: (file) => `vscode-remote://127.0.0.1:${port}${file}`,
    stop: server.stop,
  };
}

const quietArgs = [
  ...['--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-file-downloads'],
  ...['--disable-getting-started-override', '--disable-proxy'],
];

function baseArgs(code: CodeServer, dir: string): string[] {
  const folders = { config: 'config.yaml', 'user-data-dir': 'user', 'extensions-dir': 'extensions' };
  const pairs = Object.entries(folders).flatMap(([name, folder]) => [`--${name}`, path.join(dir, folder)]);
  return [code.entry, ...pairs];
}

/** Runs in a process group of its own: what stops it also stops the extension hosts it has started. */
function launch(code: CodeServer, args: readonly string[], { dir, env }: VsCodeServerOptions) {
  const log = openSync(path.join(dir, 'server.log'), 'w');
  const child = spawn(code.node, args, {
    env: { ...process.env, EXTENSIONS_GALLERY: '{}', ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let alive = true;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      alive = false;
      resolve();
    });
  });
  const signal = (name: 'SIGTERM' | 'SIGKILL') => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      alive = false; // nothing of the group is left
    }
  };
  const kill = () => {
    signal('SIGKILL');
  };
  // Before the folder it writes into is removed.
  process.prependOnceListener('exit', kill);
  const stop = async () => {
    if (alive) signal('SIGTERM');
    const patience = setTimeout(kill, 5_000);
    await ended;
    clearTimeout(patience);
    kill();
    process.off('exit', kill);
  };
  return { ended, stop };
}

/** Waits until the page itself comes: `/healthz` would answer before the workbench is ready. */
async function answering(url: string, ended: Promise<void>): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    const reply = await Promise.race([fetch(url).catch(() => null), ended.then(() => 'ended' as const)]);
    if (reply === 'ended') throw new Error('The server ended.');
    if (reply?.ok) return;
    if (Date.now() > end) throw new Error('The server did not answer within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
