// Bundles TypeScript's parser alone: the compiler behind it is ten times its size, and nothing here checks types.
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

const syntaxFolder = path.join(import.meta.dirname, '..', 'src', 'syntax');

/** Used in `src/syntax`, though not declared: see `lowering.ts`. */
const undeclared = ['skipTrivia'];

/** The bundle of TypeScript 6.0 is one function; a comment names the file that each part of it comes from. */
const start = '\n// src/compiler/corePublic.ts\n';
const end = '\n// src/compiler/commandLineParser.ts\n';
const shared = 'var __defProp = Object.defineProperty;';

/** An esbuild plugin. Throws where TypeScript's bundle is not laid out as expected. */
export const parserSlice = {
  name: 'parser-slice',
  setup(build) {
    build.onLoad({ filter: /[\\/]typescript[\\/]lib[\\/]typescript\.js$/ }, async ({ path: file }) => ({
      contents: slice(await readFile(file, 'utf8'), await usedNames()),
      loader: 'js',
    }));
  },
};

/** The parser as an ES module whose default export holds the names given, and what they need. */
export function slice(text, names) {
  const marks = [shared, start, end].map((mark) => text.indexOf(mark));
  const [head, from, to] = marks;
  if (marks.includes(-1) || !(head < from && from < to)) {
    throw new Error(
      'parser-slice: this version of TypeScript is laid out differently; see scripts/parser-slice.mjs',
    );
  }
  const body = text.slice(head, text.indexOf('\n// src/typescript/typescript.ts\n')) + text.slice(from, to);
  const declared = names.filter((name) => new RegExp(`^(?:function|var) ${name}\\b`, 'm').test(body));
  // Types are no part of the bundle; they alone may be absent.
  const lost = names.filter((name) => /^[a-z]/.test(name) && !declared.includes(name));
  if (lost.length > 0) throw new Error(`parser-slice: not in the parser: ${lost.join(', ')}`);
  return `${body}\nexport default { ${declared.join(', ')} };\n`;
}

/** What `src/syntax` takes from the parser. */
export async function usedNames() {
  const names = new Set(undeclared);
  for (const name of await readdir(syntaxFolder)) {
    const text = await readFile(path.join(syntaxFolder, name), 'utf8');
    for (const [, used] of text.matchAll(/\bts\.(\w+)/g)) names.add(used);
  }
  return [...names].sort();
}
