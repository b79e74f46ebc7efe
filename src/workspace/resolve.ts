import { posix } from 'node:path';

/** Endings that a specifier may leave out, in Node's and TypeScript's order. */
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** TypeScript writes the ending of what it emits: `./user.js` is `./user.ts` in the source. */
const emitted: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * Where a specifier leads: a file, a package by its name, or null where a relative one leads nowhere. `isFile` says
 * whether a path is a file.
 */
export function resolveSpecifier(
  from: string,
  specifier: string,
  isFile: (path: string) => boolean,
): { readonly file: string } | { readonly package: string } | null {
  if (!/^\.{0,2}\//.test(specifier) && specifier !== '.' && specifier !== '..')
    return { package: packageName(specifier) };
  const path = posix.resolve(posix.dirname(from), specifier);
  const file = candidates(path).find(isFile);
  return file === undefined ? null : { file };
}

function candidates(path: string): string[] {
  const ending = posix.extname(path);
  const stem = path.slice(0, path.length - ending.length);
  return [
    ...(emitted[ending] ?? []).map((other) => stem + other),
    ...(endings.includes(ending) ? [path] : []),
    ...endings.map((other) => path + other),
    ...endings.map((other) => `${path}/index${other}`),
  ];
}

/** `mongoose/lib/schema` → `mongoose`, `@scope/name/part` → `@scope/name`, `node:fs` → `node:fs`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
