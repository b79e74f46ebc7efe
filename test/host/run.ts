import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import util from 'node:util';
import Mocha from 'mocha';

/** What VS Code calls in its extension host: runs the test files bundled beside this one. */
export async function run(): Promise<void> {
  const {
    INDEX_LENS_TEST_OUTPUT: port,
    INDEX_LENS_TEST_GREP: grep,
    INDEX_LENS_TEST_REPORTER: reporter,
  } = process.env;
  const output = net.connect(Number(port), '127.0.0.1');
  const print = (...values: unknown[]): void => {
    output.write(`${util.format(...values)}\n`);
  };
  Object.assign(Mocha.reporters.Base, { consoleLog: print });
  Object.assign(console, { log: print, error: print });
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, grep, reporter });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  await new Promise<void>((resolve) => {
    output.end(resolve);
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}
