import { posix } from 'node:path';
import { parseJsonc, recordOf, textsOf } from './jsonc.js';

type ReadText = (path: string) => string | null;

/** Where the compiler of a folder looks for names that are no relative paths. */
interface CompilerPaths {
  readonly baseUrl: string | null;
  /** Of the configuration that says `paths`: without a base, targets are relative to it. */
  readonly folder: string;
  /** Null: it says nothing of them. Patterns have at most one `*`. */
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[] | null;
}

const names = ['tsconfig.json', 'jsconfig.json'];
const deepest = 8;

/** `paths` and `baseUrl` of tsconfig.json and jsconfig.json (TypeScript, "Module resolution: path mapping"). */
export class CompilerConfigs {
  readonly #folders = new Map<string, CompilerPaths | null>();

  constructor(readonly readText: ReadText) {}

  /** The absolute paths at which a specifier may lie, seen from a folder: those of the nearest configuration first. */
  candidates(folder: string, specifier: string): string[] {
    const found: string[] = [];
    for (let one = folder; ; one = posix.dirname(one)) {
      const compiler = this.#of(one);
      if (compiler) found.push(...targets(compiler, specifier));
      if (one === posix.dirname(one)) return found;
    }
  }

  #of(folder: string): CompilerPaths | null {
    let known = this.#folders.get(folder);
    if (known === undefined) {
      const read = names.flatMap((name) => this.#read(posix.join(folder, name), 0) ?? []);
      known = read.find(isTelling) ?? null;
      this.#folders.set(folder, known);
    }
    return known;
  }

  #read(file: string, depth: number): CompilerPaths | null {
    const text = depth > deepest ? null : this.readText(file);
    if (text === null) return null;
    const config = recordOf(parseJsonc(text));
    const folder = posix.dirname(file);
    const own = recordOf(config.compilerOptions);
    const bases = textsOf(config.extends)
      .filter((base) => /^\.{0,2}\//.test(base))
      .flatMap((base) => this.#beside(folder, base, depth) ?? []);
    const [written] = textsOf(own.baseUrl);
    const paths = own.paths === undefined ? null : Object.entries(recordOf(own.paths));
    const found = [
      {
        baseUrl: written === undefined ? null : posix.resolve(folder, written),
        folder,
        paths: paths?.map(([pattern, list]) => [pattern, textsOf(list)] as const) ?? null,
      },
      // A later base overrides an earlier one.
      ...bases.toReversed(),
    ].reduce((sum, base) => ({ ...(sum.paths ? sum : base), baseUrl: sum.baseUrl ?? base.baseUrl }));
    if (isTelling(found)) return found;
    // A solution's configuration says nothing by itself: its parts do.
    const references = Array.isArray(config.references) ? config.references : [];
    return (
      references
        .flatMap((one) => textsOf(recordOf(one).path))
        .flatMap((part) => this.#beside(folder, part, depth) ?? [])
        .find(isTelling) ?? null
    );
  }

  #beside(folder: string, path: string, depth: number): CompilerPaths | null {
    const file = posix.resolve(folder, path);
    const files = file.endsWith('.json') ? [file] : [`${file}.json`, `${file}/tsconfig.json`];
    for (const one of files) {
      const read = this.#read(one, depth + 1);
      if (read) return read;
    }
    return null;
  }
}

/** The longest pattern that fits decides alone; without one, what lies below the base. */
function targets({ baseUrl, folder, paths }: CompilerPaths, specifier: string): string[] {
  const [best] = (paths ?? [])
    .filter(([pattern]) => fits(pattern, specifier))
    .sort(([a], [b]) => rank(b) - rank(a));
  if (!best) return baseUrl === null ? [] : [posix.join(baseUrl, specifier)];
  const [pattern, list] = best;
  return list.map((target) =>
    posix.resolve(
      baseUrl ?? folder,
      target.replace('*', () => restOf(pattern, specifier)),
    ),
  );
}

function isTelling({ baseUrl, paths }: CompilerPaths): boolean {
  return baseUrl !== null || paths !== null;
}

function fits(pattern: string, specifier: string): boolean {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === specifier;
  return (
    specifier.length >= before.length + after.length &&
    specifier.startsWith(before) &&
    specifier.endsWith(after)
  );
}

function rank(pattern: string): number {
  const star = pattern.indexOf('*');
  return star < 0 ? Number.POSITIVE_INFINITY : star;
}

function restOf(pattern: string, specifier: string): string {
  const [before = '', after = ''] = pattern.split('*');
  return specifier.slice(before.length, specifier.length - after.length);
}
