import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { runProgram } from '../../../src/cli/program.js';
import type { Terminal } from '../../../src/cli/terminal.js';
import { version } from '../../../src/cli/version.js';
import { plainPaint } from '../../../src/report/paint.js';

describe('the command line before it does anything', () => {
  it('has the version of the package', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    assert.equal(version, manifest.version);
    assert.deepEqual(await run('--version'), { code: 0, printed: [version], noticed: [] });
  });

  it('prints its help on standard output, and each command has one', async () => {
    const help = await run('--help');
    assert.equal(help.code, 0);
    for (const command of ['models', 'check', 'ensure', 'explain', 'queries', 'slow']) {
      assert.match(help.printed.join(), new RegExp(`^  ${command} `, 'm'));
      const own = await run(command, '--help');
      assert.equal(own.code, 0);
      assert.match(own.printed.join(), new RegExp(`Usage: index-lens ${command} `));
    }
  });

  it('without a command it shows its help and ends with 2', async () => {
    const { code, printed, noticed } = await run();
    assert.equal(code, 2);
    assert.deepEqual(printed, []);
    assert.match(noticed.join('\n'), /^Usage: index-lens/);
  });

  it('answers bad usage with one line and 2', async () => {
    for (const args of [
      ['chekc'],
      ['check', '--formt', 'json'],
      ['check', '--format', 'xml'],
      ['check', '--fail-on', 'everything'],
      ['queries', '--fail-on', 'missing'],
      ['check', '.', 'too', 'many'],
      ['models', '--uri', 'mongodb://localhost/x'],
      ['explain'],
      ['explain', '--at', 'nowhere'],
      ['ensure', '--uri'],
      ['ensure', '--drop-extra'],
      ['ensure', '--sync', '--background'],
      ['ensure', '--background', '--dry-run'],
    ]) {
      const { code, printed, noticed } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.deepEqual(printed, []);
      assert.equal(noticed.length, 1, noticed.join('\n'));
      assert.match(noticed[0]!, /^index-lens: [A-Z][^\n]+ Try index-lens --help/);
    }
  });
});

async function run(...args: string[]) {
  const printed: string[] = [];
  const noticed: string[] = [];
  const terminal: Terminal = {
    cwd: process.cwd(),
    env: {},
    signal: new AbortController().signal,
    paint: plainPaint,
    print: (text) => void printed.push(text),
    notice: (text) => void noticed.push(text),
    progress: () => undefined,
    protect: () => undefined,
    confirm: () => Promise.resolve(null),
    confirmTyped: () => Promise.resolve(null),
  };
  const code = await runProgram(args, terminal);
  return { code, printed, noticed };
}
