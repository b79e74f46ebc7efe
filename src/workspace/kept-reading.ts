import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilePromise } from '../source/file-summary.js';
import type { Outcome } from '../source/outcome.js';
import type { KnownConfig } from './configs.js';
import type { KnownFile } from './summaries.js';

/** Where readings are kept between two runs of the program. */
export interface KeptFolder {
  /** An absolute path. It is made where it is missing. */
  readonly folder: string;
  /** Of the program: readings that another version kept are not used. */
  readonly version: string;
}

/** What is kept of a workspace. */
export interface Reading {
  readonly files: readonly (readonly [file: string, known: KnownFile])[];
  /** Those of them that are not the workspace's own: its files load them. */
  readonly loaded: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly configs: readonly KnownConfig[];
}

/** Of the files here; it changes with the shape of what they hold. */
const format = 9;
/** Readings that nobody used for so long are removed. In milliseconds. */
const longest = 30 * 24 * 60 * 60 * 1000;

/** As columns, which are read faster than objects. */
interface Columns {
  readonly files: string;
  readonly modified: readonly number[];
  readonly changed: readonly number[];
  readonly sizes: readonly number[];
  /** Of files on which something depends; by their position. */
  readonly hashes: readonly (readonly [position: number, hash: string, promise: FilePromise])[];
  readonly loaded: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly configs: readonly KnownConfig[];
}

/** The reading that was kept for these files. Null: there is none, or it is damaged. */
export async function restoreReading(kept: KeptFolder, files: readonly string[]): Promise<Reading | null> {
  try {
    const text = await readFile(pathOf(kept, files), 'utf8');
    const body = text.slice(text.indexOf('\n') + 1);
    if (text !== signed(body)) return null;
    return fromColumns(JSON.parse(body) as Columns);
  } catch {
    return null;
  }
}

/** Keeps a reading. That it cannot be kept is no failure: the files are read again next time. */
export async function keepReading(
  kept: KeptFolder,
  files: readonly string[],
  reading: Reading,
): Promise<void> {
  const path = pathOf(kept, files);
  const own = `${path}.${process.pid}`;
  try {
    await mkdir(kept.folder, { recursive: true });
    await writeFile(own, signed(JSON.stringify(toColumns(reading))));
    await rename(own, path);
    await removeOld(kept.folder);
  } catch {
    await rm(own, { force: true }).catch(() => undefined);
  }
}

/** A workspace is known by the folder that holds all its files. */
function pathOf({ folder, version }: KeptFolder, files: readonly string[]): string {
  return join(folder, `${digest(`${format}\n${version}\n${commonFolder(files)}`)}.json`);
}

function commonFolder(files: readonly string[]): string {
  const [first = '', last = ''] = [files[0], files.at(-1)];
  let end = 0;
  while (end < first.length && first[end] === last[end]) end += 1;
  return first.slice(0, first.lastIndexOf('/', end) + 1);
}

function signed(body: string): string {
  return `${digest(body)}\n${body}`;
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function toColumns({ files, loaded, outcomes, configs }: Reading): Columns {
  const stamped = files.flatMap(([file, { stamp, hash, promise }]) =>
    stamp ? [{ file, stamp, hash, promise }] : [],
  );
  return {
    files: stamped.map(({ file }) => file).join('\n'),
    modified: stamped.map(({ stamp }) => stamp.modified),
    changed: stamped.map(({ stamp }) => stamp.changed),
    sizes: stamped.map(({ stamp }) => stamp.size),
    hashes: stamped.flatMap(({ hash, promise }, at) => (hash === null ? [] : [[at, hash, promise] as const])),
    loaded,
    outcomes,
    configs,
  };
}

function fromColumns({ files, modified, changed, sizes, hashes, ...more }: Columns): Reading {
  const byPosition = new Map(hashes.map(([at, hash, promise]) => [at, { hash, promise }]));
  const known = files.split('\n').map((file, at): readonly [string, KnownFile] => {
    const stamp = { modified: modified[at] ?? 0, changed: changed[at] ?? 0, size: sizes[at] ?? 0 };
    return [file, { stamp, ...(byPosition.get(at) ?? { hash: null, promise: 'nothing' as const }) }];
  });
  return { files: known, loaded: more.loaded, outcomes: more.outcomes, configs: more.configs };
}

async function removeOld(folder: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (now - (await stat(path)).mtimeMs > longest) await rm(path, { force: true });
  }
}
