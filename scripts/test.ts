import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runHostTests } from './host-tests.js';
import { startMongod } from './mongod.js';
import { run } from './run.js';
import { temporaryFolder } from './temporary-folder.js';

// npm test [-- LEVEL…] [--grep TEXT]: builds, runs the levels (default: all), closes with one line of sums.

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

type Environment = Readonly<Record<string, string>>;

const root = path.join(import.meta.dirname, '..');
const reporter = path.join(import.meta.dirname, 'mocha-reporter.cjs');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { grep: { type: 'string' } },
});

const levels: Readonly<Record<string, (env: Environment) => Promise<void>>> = {
  unit: (env) => mocha('unit', 20_000, env),
  server: (env) => withMongod(env, (all) => mocha('server', 120_000, all, 1)),
  host: (env) => withMongod(env, runHostTests),
  ui: (env) => withMongod(env, (all) => mocha('ui', 120_000, all, 1)),
};

const unknown = positionals.filter((name) => levels[name] === undefined);
if (unknown.length > 0) {
  console.error(`No such test level: ${unknown.join(', ')}. There are: ${Object.keys(levels).join(', ')}.`);
  process.exit(2);
}
await run(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
const chosen = positionals.length > 0 ? positionals : Object.keys(levels);
const results: Counts[] = [];
for (const name of chosen) results.push(await level(name));
const sum = (key: keyof Counts) => results.reduce((total, counts) => total + counts[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
console.log(`${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
// A server or browser that will not end must not keep the result from anyone.
process.exit(sum('failed') > 0 ? 1 : 0);

/** Runs one level. One that breaks down, or in which not one test ran, counts as a failure. */
async function level(name: string): Promise<Counts> {
  const start = performance.now();
  console.log(`\n── ${name} ──`);
  const folder = await temporaryFolder('test');
  const result = path.join(folder.path, 'result.json');
  let counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    await levels[name]?.({
      INDEX_LENS_TEST_RESULT: result,
      INDEX_LENS_TEST_REPORTER: reporter,
      ...(values.grep === undefined ? {} : { INDEX_LENS_TEST_GREP: values.grep }),
    });
    if (existsSync(result)) counts = JSON.parse(await readFile(result, 'utf8')) as Counts;
  } catch (error) {
    console.error(error);
    counts = { ...counts, failed: counts.failed + 1 };
  } finally {
    folder.remove();
  }
  if (counts.passed + counts.failed === 0) {
    console.error(`No ${name} test ran to its end.`);
    counts = { ...counts, failed: 1 };
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${name}: ${counts.passed} passed, ${counts.failed} failed, in ${seconds} s`);
  return counts;
}

async function withMongod(env: Environment, use: (env: Environment) => Promise<void>): Promise<void> {
  // Failpoints hold an index build where a test wants to look at it.
  const mongod = await startMongod({ args: ['--setParameter', 'enableTestCommands=1'] });
  try {
    await use({ ...env, INDEX_LENS_TEST_URI: mongod.uri });
  } finally {
    await mongod.stop();
  }
}

/**
 * Mocha in a process of its own; its counts come by the result file. `retries`: how often a test that failed is tried
 * again, which the report says. Real servers and browsers on a busy machine are not always on time.
 */
function mocha(name: string, timeout: number, env: Environment, retries = 0): Promise<void> {
  const args = [
    path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js'),
    ...['--import=tsx', '--reporter', reporter, '--timeout', String(timeout)],
    ...['--retries', String(retries)],
    ...(values.grep === undefined ? [] : ['--grep', values.grep]),
    `test/${name}/**/*.test.ts`,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    });
    // Mocha takes SIGINT as a wish to stop in good order: its hooks still close what they opened.
    const interrupt = () => child.kill('SIGINT');
    process.once('exit', interrupt);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('exit', interrupt);
      const crashed = code !== 0 && !existsSync(env.INDEX_LENS_TEST_RESULT ?? '');
      if (crashed)
        reject(new Error(`mocha ended with ${code ?? 'a signal'} before it ran the ${name} tests.`));
      else resolve();
    });
  });
}
