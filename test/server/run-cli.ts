import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { runProgram } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { plainPaint } from '../../src/report/paint.js';

const root = path.join(import.meta.dirname, '..', '..');
const schemas = path.join(root, 'docs', 'schema');

/** The example, with forward slashes. */
export const petbuddy = path.join(root, 'examples', 'petbuddy').replaceAll('\\', '/');

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once it runs, with what sends it Ctrl+C. */
  readonly onStart?: (interrupt: () => void) => void;
}

/** Runs the command line from its source, as a process of its own without a terminal. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const env: NodeJS.ProcessEnv = { ...process.env, INDEX_LENS_URI: '', MONGODB_URI: '', ...options.env };
  const tsx = pathToFileURL(path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const main = path.join(root, 'src', 'cli', 'main.ts');
  return runScript([`--import=${tsx}`, main, ...args], { ...options, env });
}

/** Runs a script with this Node to its end. */
export function runScript(
  args: readonly string[],
  { cwd, env, onStart }: Omit<CliOptions, 'env'> & { env: NodeJS.ProcessEnv },
): Promise<CliRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: cwd ?? petbuddy,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    onStart?.(() => child.kill('SIGINT'));
  });
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
formats.default(ajv);
for (const file of readdirSync(schemas)) {
  ajv.addSchema(JSON.parse(readFileSync(path.join(schemas, file), 'utf8')) as object);
}

/** Parses a document and holds it to its schema in docs/schema. */
export function parseDocument(
  name: 'models' | 'queries' | 'check' | 'ensure' | 'explain' | 'slow',
  text: string,
): unknown {
  const document: unknown = JSON.parse(text);
  const validate: ValidateFunction | undefined = ajv.getSchema(`${name}.json`);
  if (validate === undefined) throw new Error(`There is no schema for ${name}.`);
  if (!validate(document)) {
    throw new Error(`The ${name} document breaks its schema: ${ajv.errorsText(validate.errors)}\n${text}`);
  }
  return document;
}

/** Runs the command line in this process, where one of many runs need not start anew; `answers`: what people say. */
export async function runHere(
  args: readonly string[],
  env: Terminal['env'],
  answers: Partial<Terminal> = {},
): Promise<CliRun> {
  const [printed, noticed]: [string[], string[]] = [[], []];
  const code = await runProgram(args, {
    cwd: petbuddy,
    env,
    signal: new AbortController().signal,
    paint: plainPaint,
    print: (text) => printed.push(text),
    notice: (text) => noticed.push(text),
    progress: () => undefined,
    protect: () => undefined,
    confirm: () => Promise.resolve(null),
    confirmTyped: () => Promise.resolve(null),
    ...answers,
  });
  return { code, stdout: printed.join('\n'), stderr: noticed.join('\n') };
}
