import { copyFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheDir, cached } from './cache.js';
import { run } from './run.js';

/** code-server is VS Code of the version in its last two numbers: its real workbench and extension host. */
const codeServerVersion = '4.139.1';
/** The Node that code-server wants; its npm package is nothing but the official binary. */
const nodeVersion = '24.21.0';
export const codeVersion = '1.139.1';

export interface CodeServer {
  /** The Node that runs it. */
  readonly node: string;
  readonly entry: string;
}

/** Brings VS Code's server into the cache, without a compiler: about 25 seconds, once. */
export async function installCodeServer(): Promise<CodeServer> {
  const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const name = `code-server-${codeServerVersion}-node-${nodeVersion}`;
  const root = await cached(cacheDir(name), async (temporary) => {
    console.log(`installing code-server ${codeServerVersion} (once; into ${cacheDir(name)})`);
    await mkdir(temporary);
    await writeFile(path.join(temporary, 'package.json'), '{ "private": true }\n');
    await install(temporary, [`code-server@${codeServerVersion}`, `${nodePackage}@${nodeVersion}`]);
    await finish(path.join(temporary, 'node_modules', 'code-server', 'lib', 'vscode'));
  });
  const modules = path.join(root, 'node_modules');
  const node = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  return {
    node: path.join(modules, nodePackage, node),
    entry: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
  };
}

/** The program that VS Code itself searches with. */
export async function ripgrep(): Promise<string> {
  const { entry } = await installCodeServer();
  const modules = path.join(path.dirname(entry), '../../lib/vscode/node_modules/@vscode');
  const found = await readdir(modules, { recursive: true });
  const name = found.find(
    (one) => one.includes(`${process.platform}-${process.arch}`) && /[/\\]rg(?:\.exe)?$/.test(one),
  );
  if (!name) throw new Error(`There is no ripgrep for this machine below ${modules}.`);
  return path.join(modules, name);
}

async function install(cwd: string, packages: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--save-exact'];
  await run('npm', ['install', '--omit=dev', ...quiet, ...packages], { cwd });
}

/** What code-server's own install script would do, but for native modules: those get plain stand-ins. */
async function finish(vscode: string): Promise<void> {
  const modules = path.join(vscode, 'node_modules');
  const extensions = path.join(vscode, 'extensions');
  await install(vscode, []);
  await install(extensions, []); // TypeScript: without it every JavaScript file that opens shows an error
  await copyFile(
    path.join(import.meta.dirname, 'spdlog-stand-in.cjs'),
    path.join(modules, '@vscode/spdlog/index.js'),
  );
  await writeFile(path.join(modules, '@vscode/native-watchdog/index.js'), 'exports.start = () => {};\n');
  if (process.platform !== 'win32') {
    const system = process.platform === 'darwin' ? 'darwin' : 'linux';
    await link(path.join(vscode, 'bin/remote-cli/code-server'), `code-${system}.sh`);
    await link(path.join(vscode, 'bin/helpers/browser.sh'), `browser-${system}.sh`);
  }
  const unused = [
    ...['@github', '@microsoft/mxc-sdk', '@devcontainers', '@vscode/sqlite3', '@vscode/sandbox-runtime'],
    ...['kerberos', 'ssh2', 'cpu-features'],
  ].map((name) => path.join(modules, name));
  const unusedExtensions = [
    ...['copilot', 'mermaid-markdown-features', 'microsoft-authentication'],
    ...['ms-vscode.js-debug', 'ms-vscode.vscode-js-profile-table'],
  ].map((name) => path.join(extensions, name));
  const platforms = await Promise.all(
    ['@vscode/ripgrep-universal/bin', 'node-pty/prebuilds'].map((folder) =>
      otherPlatforms(path.join(modules, folder)),
    ),
  );
  for (const folder of [...unused, ...unusedExtensions, ...platforms.flat()]) {
    await rm(folder, { recursive: true, force: true });
  }
}

async function link(file: string, target: string): Promise<void> {
  if (!existsSync(path.join(path.dirname(file), target))) return;
  await rm(file, { force: true });
  await symlink(target, file);
}

async function otherPlatforms(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name !== `${process.platform}-${process.arch}`)
    .map((name) => path.join(folder, name));
}
