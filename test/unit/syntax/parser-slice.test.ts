import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { parse, type Language } from '../../../src/syntax/parse.js';

const root = path.join(import.meta.dirname, '../../..');

/** Packages with old and new JavaScript, TypeScript, declarations, decorators and very long lines. */
const corpus = ['mongoose/lib', 'mongoose/types', 'fast-check/lib', 'commander', 'mongodb/src', 'knip/dist'];
const mostFilesEach = 120;

describe('parser slice', function () {
  this.timeout(120_000);
  let folder: string;
  let sliced: { readonly parse: typeof parse };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-slice-'));
    const plugins = (await import(pathToFileURL(path.join(root, 'scripts/parser-slice.mjs')).href)) as {
      readonly parserSlice: Plugin;
    };
    const outfile = path.join(folder, 'parse.cjs');
    const { metafile } = await build({
      entryPoints: [path.join(root, 'src/syntax/parse.ts')],
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      metafile: true,
      logLevel: 'error',
      plugins: [plugins.parserSlice],
    });
    const [bytes = 0] = Object.values(metafile.outputs).map((output) => output.bytes);
    assert.ok(bytes < 1_000_000, `the slice has ${bytes} bytes`);
    sliced = createRequire(import.meta.url)(outfile) as typeof sliced;
  });

  after(() => rm(folder, { recursive: true, force: true }));

  for (const name of corpus) {
    it(`reads ${name} as the whole of TypeScript does`, async () => {
      const files = await sourceFiles(path.join(root, 'node_modules', name));
      assert.ok(files.length > 0);
      for (const file of files.slice(0, mostFilesEach)) {
        const text = await readFile(file, 'utf8');
        const language = languageOf(file);
        assert.deepEqual(sliced.parse(text, language), parse(text, language), file);
        // Broken in the middle, as while typing.
        const half = text.slice(0, Math.floor(text.length / 2));
        assert.deepEqual(sliced.parse(half, language), parse(half, language), `half of ${file}`);
      }
    });
  }
});

function languageOf(file: string): Language {
  return /\.[cm]?ts$/.test(file) ? 'ts' : 'js';
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
