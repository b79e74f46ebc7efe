import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(import.meta.dirname, '../../..');
const count = 2000;
const clearLine = '\r\u001b[K';

/** Where `script` makes a terminal out of nothing. */
const hasTerminal = process.platform === 'linux';

describe('index-lens models on a big workspace', function () {
  this.timeout(120_000);
  let folder: string;
  let pidFile: string;
  let runs = 0;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-big-'));
    pidFile = path.join(folder, '.pid');
    for (let at = 0; at < count; at += 1) {
      const dir = path.join(folder, `part${at % 20}`);
      if (at < 20) await mkdir(dir);
      await writeFile(path.join(dir, `model${at}.js`), modelFile(at));
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says nothing on the way where standard error is no terminal', async () => {
    const { code, stdout, stderr } = await ended(start('pipe'));
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, new RegExp(`${count.toLocaleString('en-US')} models define`));
  });

  it('shows progress on a terminal, and takes it away before the report', async function () {
    if (!hasTerminal) this.skip();
    const { code, stdout } = await ended(start('terminal'));
    assert.equal(code, 0);
    const shown = [...stdout.matchAll(/Reading the code: (\d+) of (\d+) files/g)];
    assert.ok(shown.length > 3, stdout.slice(0, 2000));
    assert.ok(shown.every(([, , total]) => Number(total) === count));
    const done = shown.map(([, at]) => Number(at));
    assert.deepEqual(
      done,
      done.toSorted((a, b) => a - b),
    );
    const report = stdout.indexOf('📄');
    assert.ok(stdout.lastIndexOf(clearLine) < report && stdout.lastIndexOf('definitions…') < report);
  });

  for (const at of ['Looking for files', 'Reading the code: [1-9]', 'Following the definitions']) {
    it(`an interrupt ends it without a report: ${at}`, async function () {
      if (!hasTerminal) this.skip();
      const child = start('terminal');
      const run = ended(child);
      await shows(child, new RegExp(at));
      // What Ctrl+C makes of itself; not every container's terminal does.
      process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGINT');
      const { code, stdout } = await run;
      assert.equal(code, 2, stdout.slice(-500));
      const last = stdout.slice(stdout.lastIndexOf(clearLine) + clearLine.length);
      assert.match(last, /^index-lens: Cancelled\. [^\n]+\n$/);
      assert.doesNotMatch(stdout, /^ +at |📄/m);
    });
  }

  /** On a terminal, what goes to standard error comes with standard output, and `pidFile` tells the process. */
  function start(where: 'pipe' | 'terminal'): ChildProcess {
    const tsx = pathToFileURL(path.join(root, 'node_modules/tsx/dist/loader.mjs')).href;
    const main = path.join(root, 'src/cli/main.ts');
    const command = [process.execPath, `--import=${tsx}`, main, 'models', folder];
    // With what an earlier run has kept there would be nothing to do.
    const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, `.cache${(runs += 1)}`) };
    return where === 'pipe'
      ? spawn(command[0] ?? '', command.slice(1), { env, stdio: ['ignore', 'pipe', 'pipe'] })
      : spawn('script', ['-qefc', `echo $$ > ${pidFile}; exec ${command.join(' ')}`, '/dev/null'], { env });
  }
});

function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...texts });
    });
  });
}

function shows(child: ChildProcess, what: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (part: string) => {
      text += part;
      if (what.test(text)) resolve();
    });
    child.on('close', () => {
      reject(new Error(`It ended before it showed ${what}: ${text.slice(-500)}`));
    });
  });
}

function modelFile(at: number): string {
  const paths = Array.from({ length: 20 }, (_, k) => `  path${k}: { type: String, index: ${k % 5 === 0} },`);
  return `const mongoose = require('mongoose');
const schema = new mongoose.Schema({
${paths.join('\n')}
});
schema.index({ path1: 1, path2: -1 });
module.exports = mongoose.model('Model${at}', schema);
`;
}
