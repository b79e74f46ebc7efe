import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.join(import.meta.dirname, '..', '..', '..');
const urlOf = (file: string) => pathToFileURL(path.join(root, file)).href;

/** A process that says `cancelled` when it is to stop, and goes on. */
const script = `
  import { processTerminal } from ${JSON.stringify(urlOf('src/cli/terminal.ts'))};
  const terminal = processTerminal(process);
  terminal.signal.addEventListener('abort', () => terminal.notice('cancelled'));
  if (process.argv[1] === 'protected') terminal.protect('putting back');
  setInterval(() => undefined, 1_000);
  terminal.notice('ready');
`;

/** Sends Ctrl+C again each time that something is said, until it ends. */
async function interrupted(mode: 'plain' | 'protected') {
  const tsx = urlOf('node_modules/tsx/dist/loader.mjs');
  const args = [`--import=${tsx}`, '--input-type=module', '--eval', script, mode];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.push(text.trim());
    child.kill('SIGINT');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { said, code, signal };
}

describe('Ctrl+C', function () {
  this.timeout(30_000);
  before(function () {
    // Windows has no signals: there Ctrl+C is an event of the console.
    if (process.platform === 'win32') this.skip();
  });

  it('the first one cancels, the second one ends', async () => {
    assert.deepEqual(await interrupted('plain'), {
      said: ['ready', 'cancelled'],
      code: null,
      signal: 'SIGINT',
    });
  });

  it('what is protected answers the second one, and the third one ends it', async () => {
    const { said, signal } = await interrupted('protected');
    assert.deepEqual([said, signal], [['ready', 'cancelled', 'putting back'], 'SIGINT']);
  });
});
