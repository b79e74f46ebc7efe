import { cp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import esbuild from 'esbuild';
import { launchChromium } from './chromium.js';
import { findDesktopVsCode } from './desktop-vscode.js';
import { freePort } from './free-port.js';
import { temporaryFolder } from './temporary-folder.js';
import { openWorkbenchPage } from './workbench-page.js';
import { startVsCodeServer } from './vscode-server.js';

const root = path.join(import.meta.dirname, '..');
const entry = path.join(root, 'out', 'test', 'host', 'run.cjs');
const patience = 300_000;

/**
 * Runs test/host in the extension host of a real VS Code, against the unpacked extension (build it first), opened on
 * a copy of the example. What mocha prints comes through to this terminal.
 * @param env variables the tests see
 */
export async function runHostTests(env: Readonly<Record<string, string>>): Promise<void> {
  await bundleHostTests();
  const temporary = await temporaryFolder('host');
  const dir = temporary.path;
  const folder = path.join(dir, 'petbuddy');
  await cp(path.join(root, 'examples', 'petbuddy'), folder, {
    recursive: true,
    filter: (file) => path.basename(file) !== 'node_modules',
  });
  const output = await listenForOutput();
  const tests = { dir, folder, env: { ...env, INDEX_LENS_TEST_OUTPUT: String(output.port) } };
  try {
    const desktop = await findDesktopVsCode();
    if (desktop === null) await inBrowser(tests);
    else {
      console.log(desktop.chosen);
      await runTests({
        vscodeExecutablePath: desktop.executable,
        extensionDevelopmentPath: root,
        extensionTestsPath: entry,
        extensionTestsEnv: tests.env,
        launchArgs: [
          ...[folder, '--disable-extensions', '--disable-workspace-trust'],
          ...['--user-data-dir', path.join(dir, 'user')],
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ],
      }).catch((error: unknown) => {
        console.error(String(error)); // which tests failed is in the result file
      });
    }
  } finally {
    output.close();
    temporary.remove();
  }
}

interface HostTests {
  readonly dir: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

async function inBrowser({ dir, folder, env }: HostTests): Promise<void> {
  const server = await startVsCodeServer({ dir, env });
  const browser = await launchChromium();
  try {
    const { exited } = await openWorkbenchPage(browser, server, folder, {
      extensionTests: true,
      payload: [
        ['extensionDevelopmentPath', server.uri(root)],
        ['extensionTestsPath', server.uri(entry)],
        ['skipWelcome', 'true'],
      ],
    });
    const code = await Promise.race([exited, after(patience)]);
    if (code === null) console.error(`The extension host did not end within ${patience / 1000} seconds.`);
  } finally {
    await browser.close();
    await server.stop();
  }
}

function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null).unref());
}

/** The extension host has no terminal: what its mocha prints arrives on this port. */
async function listenForOutput(): Promise<{ port: number; close(): void }> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.pipe(process.stdout, { end: false });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** VS Code loads tests with `require`: each test file becomes one CommonJS file under out/. */
async function bundleHostTests(): Promise<void> {
  const outdir = path.dirname(entry);
  await rm(outdir, { recursive: true, force: true });
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/host/run.ts', 'test/host/**/*.test.ts'],
    outbase: 'test/host',
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}
