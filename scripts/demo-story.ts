import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { findDesktopVsCode } from './desktop-vscode.js';
import { startMongod } from './mongod.js';
import { run } from './run.js';
import { startVsCodeServer } from './vscode-server.js';
import { packVsix } from './vsix.js';

const root = path.join(import.meta.dirname, '..');
const example = path.join(root, 'examples', 'petbuddy');
const cli = path.join(root, 'dist', 'cli.cjs');
/** The look-up of a contact by its Facebook id. */
const lookUp = 'services/contacts.js:5';

/**
 * The example's story on real parts: data, check, ensure, explain before and after, then VS Code connected to it.
 * With `once` it does all of that and ends; otherwise it stays until Ctrl+C.
 */
export async function tellStory({ once }: { once: boolean }): Promise<void> {
  title('a real MongoDB');
  const mongod = await startMongod();
  const uri = mongod.uri.replace('/?', '/petbuddy?');
  const env = { ...process.env, INDEX_LENS_URI: uri };
  try {
    await run(process.execPath, ['scripts/generate.js'], { cwd: example, env, show: true });
    await lens(['explain', '--at', lookUp], env);
    await lens(['check', '--all'], env, [1]);
    await lens(['ensure', '--yes'], env);
    await lens(['check'], env);
    await lens(['explain', '--at', lookUp], env);
    await openEditor(uri, once);
  } finally {
    await mongod.stop();
  }
}

function title(text: string): void {
  console.log(`\n── ${text} ──`);
}

/** One run of the command line in the example, as a user would type it. */
function lens(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  codes: readonly number[] = [0],
): Promise<void> {
  title(`index-lens ${args.join(' ')}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: example, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code !== null && codes.includes(code)) resolve();
      else reject(new Error(`index-lens ${args.join(' ')} ended with ${code ?? 'a signal'}.`));
    });
  });
}

async function openEditor(uri: string, once: boolean): Promise<void> {
  title('VS Code on the example, connected');
  const dir = await mkdtemp(path.join(os.tmpdir(), 'index-lens-demo-'));
  // Ctrl+C ends the process where it stands.
  const remove = () => {
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.once('exit', remove);
  try {
    const vsix = await packVsix(root, path.join(dir, 'index-lens.vsix'));
    const desktop = await findDesktopVsCode();
    if (desktop === null) await inBrowser(dir, vsix, uri, once);
    else {
      console.log(desktop.chosen);
      await onDesktop(desktop.executable, dir, vsix, uri, once);
    }
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function inBrowser(dir: string, vsix: string, uri: string, once: boolean): Promise<void> {
  const server = await startVsCodeServer({ dir, extensions: [vsix], env: { INDEX_LENS_URI: uri } });
  try {
    console.log(`Open ${server.url}?folder=${encodeURI(example)} and choose Index Lens in the activity bar.`);
    if (once) return;
    console.log('Ctrl+C ends it.');
    await new Promise(() => undefined);
  } finally {
    await server.stop();
  }
}

async function onDesktop(
  executable: string,
  dir: string,
  vsix: string,
  uri: string,
  once: boolean,
): Promise<void> {
  const [command = executable, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, {
    reuseMachineInstall: true,
  });
  const folders = [
    ...['--user-data-dir', path.join(dir, 'user')],
    ...['--extensions-dir', path.join(dir, 'extensions')],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const env = { ...process.env, INDEX_LENS_URI: uri };
  const install = [...cliArgs, ...folders, '--install-extension', vsix];
  await run(command, install, { env, show: true });
  if (once) return;
  console.log('VS Code opens; closing its window ends the demo.');
  const open = [...cliArgs, ...folders, '--new-window', '--wait', '--disable-workspace-trust', example];
  await run(command, open, { env, show: true });
}
