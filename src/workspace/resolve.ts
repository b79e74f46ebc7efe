import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { CompilerConfigs } from './compiler-paths.js';
import { majorOf } from '../source/mongoose/major.js';
import { entriesOf, importsOf, Manifests, rangeOf } from './package-entries.js';

/** Endings that a specifier may leave out, in Node's and TypeScript's order. */
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** TypeScript writes the ending of what it emits: `./user.js` is `./user.ts` in the source. */
const emitted: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Never the name of a file below a `baseUrl`: what is known of these packages is built in. */
const wellKnown: ReadonlySet<string> = new Set([
  ...builtinModules,
  'mongoose',
  'mongodb',
  '@typegoose/typegoose',
  '@nestjs/mongoose',
]);

/** What resolution asks of the disk and of the workspace. Paths are absolute, with forward slashes. */
export interface Disk {
  isFile(path: string): boolean;
  /** Null: it cannot be read. */
  readText(path: string): string | null;
  /** The workspace's source files: the packages in it are found by them. */
  files(): readonly string[];
}

type Target = { readonly file: string } | { readonly package: string };

/** Says where specifiers lead. What it read of the disk it keeps; `recheck` forgets it. */
export class Resolver {
  #manifests: Manifests;
  #configs: CompilerConfigs;
  #packages: ReadonlyMap<string, string> | null = null;
  readonly #known = new Map<string, Target | null>();
  readonly #majors = new Map<string, number | null>();

  constructor(readonly disk: Disk) {
    this.#manifests = new Manifests((path) => disk.readText(path));
    this.#configs = new CompilerConfigs((path) => disk.readText(path));
  }

  /** A file, a package by its name, or null where a relative specifier leads nowhere. */
  resolve(from: string, specifier: string): Target | null {
    const folder = posix.dirname(from);
    if (isRelative(specifier)) {
      const file = this.#fileAt(posix.resolve(folder, specifier));
      return file === null ? null : { file };
    }
    const key = `${folder}\n${specifier}`;
    let target = this.#known.get(key);
    if (target === undefined) {
      const file = this.#named(folder, specifier);
      target = file === null ? { package: packageName(specifier) } : { file };
      this.#known.set(key, target);
    }
    return target;
  }

  recheck(): void {
    this.#manifests = new Manifests((path) => this.disk.readText(path));
    this.#configs = new CompilerConfigs((path) => this.disk.readText(path));
    this.#packages = null;
    this.#known.clear();
    this.#majors.clear();
  }

  /** The major version of Mongoose that the nearest package.json which names Mongoose asks for. */
  mongooseMajor(file: string): number | null {
    const folder = posix.dirname(file);
    let major = this.#majors.get(folder);
    if (major === undefined) {
      const range = rangeOf(this.#manifests.of(folder) ?? {}, 'mongoose');
      major = range === null ? null : majorOf(range);
      if (major === null && folder !== posix.dirname(folder)) major = this.mongooseMajor(folder);
      this.#majors.set(folder, major);
    }
    return major;
  }

  /** A file of the workspace that goes by a name rather than by a relative path. */
  #named(folder: string, specifier: string): string | null {
    const name = packageName(specifier);
    if (specifier.startsWith('node:') || wellKnown.has(name)) return null;
    if (specifier.startsWith('#')) {
      const own = this.#manifests.nearest(folder);
      const entries = own ? importsOf(own.manifest, specifier) : [];
      const file = own && this.#first(entries.map((path) => posix.join(own.folder, path)));
      if (file) return file;
    }
    const mapped = this.#first(this.#configs.candidates(folder, specifier));
    if (mapped !== null) return mapped;
    const home = this.#own().get(name);
    const manifest = home === undefined ? null : this.#manifests.of(home);
    if (home === undefined || manifest === null) return null;
    const entries = entriesOf(manifest, specifier.slice(name.length + 1));
    return this.#first(entries.map((path) => posix.join(home, path)));
  }

  /** The packages that the workspace itself holds, by their names. */
  #own(): ReadonlyMap<string, string> {
    if (this.#packages) return this.#packages;
    const folders = new Set<string>();
    for (const file of this.disk.files())
      for (let one = posix.dirname(file); !folders.has(one); one = posix.dirname(one)) folders.add(one);
    const packages = new Map<string, string>();
    for (const folder of folders) {
      const name = this.#manifests.of(folder)?.name;
      if (typeof name === 'string' && !packages.has(name)) packages.set(name, folder);
    }
    this.#packages = packages;
    return packages;
  }

  #first(paths: readonly string[]): string | null {
    for (const path of paths) {
      const file = this.#fileAt(path);
      if (file !== null) return file;
    }
    return null;
  }

  /** The file that a path without its ending names, or the entry of the folder that it is. */
  #fileAt(path: string): string | null {
    const isFile = (one: string): boolean => this.disk.isFile(one);
    const ending = posix.extname(path);
    const stem = path.slice(0, path.length - ending.length);
    const direct = [
      ...(emitted[ending] ?? []).map((other) => stem + other),
      ...(endings.includes(ending) ? [path] : []),
      ...endings.map((other) => path + other),
    ].find(isFile);
    if (direct !== undefined) return direct;
    const main = this.#manifests.of(path)?.main;
    const entry = typeof main === 'string' ? posix.join(path, main) : path;
    return (
      [
        ...(entry === path ? [] : [entry, ...endings.map((other) => entry + other)]),
        ...endings.map((other) => `${entry}/index${other}`),
        ...endings.map((other) => `${path}/index${other}`),
      ].find((one) => endings.includes(posix.extname(one)) && isFile(one)) ?? null
    );
  }
}

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
}

/** `mongoose/lib/schema` → `mongoose`, `@scope/name/part` → `@scope/name`, `node:fs` → `node:fs`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
