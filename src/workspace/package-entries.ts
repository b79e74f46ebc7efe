import { posix } from 'node:path';
import { parseJsonc, recordOf, textsOf } from './jsonc.js';

type Manifest = Readonly<Record<string, unknown>>;

/** Conditions of `exports` in the order in which they are likely to lead to a source. */
const conditions = ['source', 'development', 'types', 'import', 'module', 'require', 'node', 'default'];
const fields = ['source', 'types', 'typings', 'module', 'main'];
const built = /^(?:dist|build|lib|out|es|esm|cjs|types|typings)\//;
const compiled = /(?:\.d)?(?:\.(?:cjs|esm|umd|prod|dev))?\.[cm]?[jt]s$/;

/** The package.json of folders, each read once. */
export class Manifests {
  readonly #folders = new Map<string, Manifest | null>();

  constructor(readonly readText: (path: string) => string | null) {}

  of(folder: string): Manifest | null {
    let known = this.#folders.get(folder);
    if (known === undefined) {
      const text = this.readText(posix.join(folder, 'package.json'));
      known = text === null ? null : recordOf(parseJsonc(text));
      this.#folders.set(folder, known);
    }
    return known;
  }

  nearest(folder: string): { readonly folder: string; readonly manifest: Manifest } | null {
    for (let one = folder; ; one = posix.dirname(one)) {
      const manifest = this.of(one);
      if (manifest) return { folder: one, manifest };
      if (one === posix.dirname(one)) return null;
    }
  }
}

/**
 * The paths, relative to its folder, at which a package's source of `part` may lie (`''` is the package itself). What
 * the manifest names is mostly what is built of it: the source beside comes first.
 */
export function entriesOf(manifest: Manifest, part: string): string[] {
  const named = [
    ...targetsOf(manifest.exports, part === '' ? '.' : `./${part}`),
    ...(part === '' ? fields.flatMap((field) => textsOf(manifest[field])) : []),
  ].map((path) => posix.normalize(path));
  const likely = part === '' ? ['src/index', 'index', 'src', 'lib/index', 'src/main'] : [part, `src/${part}`];
  return [...new Set([...named.flatMap(sourcesOf), ...likely])];
}

/** The versions of a package that another asks for; null: it does not name it. */
export function rangeOf(manifest: Manifest, name: string): string | null {
  const lists = ['dependencies', 'devDependencies', 'peerDependencies'].map((list) =>
    recordOf(manifest[list]),
  );
  return lists.map((list) => list[name]).find((range) => typeof range === 'string') ?? null;
}

/** What `imports` says of `#name`. */
export function importsOf(manifest: Manifest, specifier: string): string[] {
  return targetsOf(manifest.imports, specifier).flatMap((path) =>
    path.startsWith('.') ? sourcesOf(posix.normalize(path)) : [],
  );
}

function sourcesOf(path: string): string[] {
  const stem = path.replace(compiled, '');
  const bare = stem.replace(built, '');
  const moved =
    bare === stem
      ? []
      : [`src/${bare}`, bare, ...(bare.startsWith('src/') ? [] : [`src/${bare.replace(built, '')}`])];
  return [...moved, path, stem];
}

/** The leaves of `exports` or `imports` for a name, as Node's packages documentation ("Conditional exports") has it. */
function targetsOf(exports: unknown, name: string): string[] {
  if (name === '.' && (typeof exports === 'string' || Array.isArray(exports))) return leaves(exports);
  const record = recordOf(exports);
  const keys = Object.keys(record);
  if (name === '.' && keys.length > 0 && !keys.some((key) => key.startsWith('.'))) return leaves(record);
  if (name in record) return leaves(record[name]);
  for (const key of keys.filter((one) => one.includes('*')).sort((a, b) => b.length - a.length)) {
    const [before = '', after = ''] = key.split('*');
    if (!name.startsWith(before) || !name.endsWith(after) || name.length < key.length - 1) continue;
    const rest = name.slice(before.length, name.length - after.length);
    return leaves(record[key]).map((path) => path.replaceAll('*', () => rest));
  }
  return [];
}

function leaves(target: unknown): string[] {
  if (typeof target === 'string' || Array.isArray(target)) return [...textsOf(target)];
  const record = recordOf(target);
  return conditions.flatMap((condition) => (condition in record ? leaves(record[condition]) : []));
}
