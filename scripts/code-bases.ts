import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Model } from '../src/model/catalog.js';
import { walk } from '../src/workspace/walk.js';
import { Workspace } from '../src/workspace/workspace.js';
import { cacheDir } from './cache.js';
import { compareCodeBase, type CodeBaseFigures, type LoadedFile } from './code-bases/comparison.js';
import { introduction, printed, table } from './code-bases/figures.js';

// npm run code-bases [-- --write] [folder …]: what is read of real code bases against what Mongoose makes of them.
// Without folders: every folder in `code-bases` of the cache. Theirs is executed in a child process without a network.

const root = path.join(import.meta.dirname, '..');
const mostMilliseconds = 20_000;
const defining =
  /\.(?:model|discriminator)\s*(?:<[^;]*?>)?\s*\(|[mM]odel(?:<[^;]*?>)?\(|createForClass|ForClass\(|forFeature/;

/** Loads files one after another; a file that takes too long costs its process. */
class RealMongoose {
  #child: ChildProcess | null = null;

  constructor(
    readonly folder: string,
    /** As it is installed here: `mongoose-8`. */
    readonly version: string,
  ) {}

  async load(file: string): Promise<LoadedFile> {
    const child = (this.#child ??= await this.#start());
    child.send(file);
    const answer = await next(child, mostMilliseconds);
    if (answer !== null) return answer as LoadedFile;
    this.close();
    return { file, error: 'it took too long, or ended its process', models: [] };
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(
      path.join(import.meta.dirname, 'code-bases/real-mongoose.cjs'),
      [this.folder, this.version],
      {
        cwd: this.folder,
        env: { NODE_ENV: 'test', PATH: process.env.PATH, TZ: 'UTC' },
        execArgv: [
          '--experimental-permission',
          '--allow-fs-read=*',
          '--no-warnings',
          '--max-old-space-size=2000',
        ],
        stdio: ['ignore', 'ignore', process.env.INDEX_LENS_SHOW ? 'inherit' : 'ignore', 'ipc'],
      },
    );
    if ((await next(child, mostMilliseconds)) === null) throw new Error('Mongoose does not start.');
    return child;
  }
}

async function next(child: ChildProcess, milliseconds: number): Promise<unknown> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, milliseconds);
  const ended = (): void => {
    patience.abort();
  };
  child.once('exit', ended);
  try {
    const [message] = (await once(child, 'message', { signal: patience.signal })) as [unknown];
    return message;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    child.off('exit', ended);
  }
}

async function measure(folder: string): Promise<CodeBaseFigures> {
  const { files } = await walk(folder, { exclude: tests });
  const before = performance.now();
  const { models } = await new Workspace().scan(files);
  const milliseconds = performance.now() - before;
  const real = new RealMongoose(folder, await versionOf(folder));
  const loaded: LoadedFile[] = [];
  const ours = new Set(
    models.flatMap(({ place, schemaPlace }: Model) => [place.file, schemaPlace?.file ?? place.file]),
  );
  try {
    for (const file of files) {
      const text = await readFile(file, 'utf8');
      if (ours.has(file) || defining.test(text)) loaded.push(await real.load(file));
    }
  } finally {
    real.close();
  }
  return compareCodeBase({
    name: path.basename(folder).replace('+', '/'),
    files: files.length,
    milliseconds,
    models,
    loaded,
    folder,
  });
}

/** The major version of Mongoose that the code base asks for, as far as it is installed here. */
async function versionOf(folder: string): Promise<string> {
  const majors: number[] = [];
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter(
    (one) => /(?:^|\/)package\.json$/.test(one) && !one.includes('node_modules'),
  )) {
    const text = await readFile(path.join(folder, file), 'utf8');
    if (/"@(?:typegoose\/typegoose|nestjs\/mongoose)"/.test(text)) return 'mongoose';
    const major = /"mongoose"\s*:\s*"[^\d"]*(\d+)/.exec(text)?.[1];
    if (major) majors.push(Number(major));
  }
  const major = Math.max(6, ...majors);
  return majors.length === 0 || major > 8 ? 'mongoose' : `mongoose-${major}`;
}

/** Models of tests are not those of the application. */
const tests = [
  'test',
  'tests',
  '__tests__',
  '__mocks__',
  'e2e',
  'cypress',
  '*.test.*',
  '*.spec.*',
  '*.stories.*',
  'migrations',
  'client',
  'frontend',
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, verbose: { type: 'boolean', default: false } },
});
const cache = cacheDir('code-bases');
const given = positionals.length > 0 ? positionals : existsSync(cache) ? [cache] : [];
const all: CodeBaseFigures[] = [];
for (const folder of given) {
  const figures = await measure(await realpath(folder));
  all.push(figures);
  console.log(printed(figures, values.verbose));
}
if (values.write) await writeFile(path.join(root, 'docs/code-bases.md'), `${introduction}\n${table(all)}`);
else console.log(table(all));
