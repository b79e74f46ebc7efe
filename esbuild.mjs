// Bundles everything that ships into dist/. --production minifies; --watch builds again on every change.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import esbuild from 'esbuild';
import { parserSlice } from './scripts/parser-slice.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** What the driver takes along when a user has installed it: compression, Kerberos, encryption, cloud logins. */
const optionalDriverModules = [
  '@aws-sdk/credential-providers',
  '@mongodb-js/zstd',
  'aws4',
  'gcp-metadata',
  'kerberos',
  'mongodb-client-encryption',
  'snappy',
  'socks',
];

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', ...optionalDriverModules],
  // A dynamic import becomes a lazy require: it finds names on a CommonJS chunk, and works in VS Code's loader.
  supported: { 'dynamic-import': false },
  plugins: [parserSlice],
};

/**
 * Leaves packages out of a bundle that are chunks of their own: loaded by the first connect, the first Compose file,
 * the first value that is typed. The driver exports BSON's classes: there is one of each.
 */
const chunks = {
  mongodb: './mongodb.cjs',
  bson: './mongodb.cjs',
  yaml: './yaml.cjs',
  '@mongodb-js/shell-bson-parser': './shell-value.cjs',
};
const chunksApart = {
  name: 'chunks-apart',
  setup(build) {
    build.onResolve({ filter: /^(mongodb|bson|yaml|@mongodb-js\/shell-bson-parser)$/ }, ({ kind, path }) =>
      kind === 'entry-point' ? null : { path: chunks[path], external: true },
    );
  },
};

const bundles = [
  {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    plugins: [...node.plugins, chunksApart],
  },
  { ...node, entryPoints: { mongodb: 'mongodb' } },
  { ...node, entryPoints: { yaml: 'yaml' } },
  {
    ...node,
    entryPoints: { 'shell-value': '@mongodb-js/shell-bson-parser' },
    plugins: [...node.plugins, chunksApart],
  },
  { ...node, entryPoints: { 'scan-worker': 'src/workspace/scan-worker.ts' } },
  { ...node, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'chrome132',
    entryPoints: {
      'media/explain': 'media/explain.ts',
      'media/ensure': 'media/ensure.ts',
      'media/details': 'media/details.ts',
      'media/strategy': 'media/strategy.ts',
    },
    loader: { '.ttf': 'file' },
    assetNames: 'media/[name]',
  },
].map((options) => ({
  ...options,
  outdir: 'dist',
  outExtension: options.platform === 'node' ? { '.js': '.cjs' } : {},
}));

if (watch) {
  // The words between which VS Code's background task waits and looks for problems (.vscode/tasks.json).
  let building = 0;
  const started = () => {
    if (building++ === 0) console.log('[build] started');
  };
  const finished = () => {
    if (--building === 0) console.log('[build] finished');
  };
  const marks = {
    name: 'marks',
    setup(build) {
      build.onStart(started);
      build.onEnd(finished);
    },
  };
  started();
  const contexts = await Promise.all(
    bundles.map((options) => esbuild.context({ ...options, plugins: [...(options.plugins ?? []), marks] })),
  );
  // A first build of all, so that "finished" is said once; esbuild prints what is wrong with it.
  await Promise.allSettled(contexts.map((context) => context.rebuild()));
  finished();
  for (const context of contexts) await context.watch();
} else {
  await rm('dist', { recursive: true, force: true });
  // esbuild has printed its errors by the time it throws.
  const results = await Promise.all(bundles.map((options) => esbuild.build(options))).catch(() =>
    process.exit(1),
  );
  await chmod('dist/cli.cjs', 0o755);
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs));
  const inputs = Object.assign({}, ...results.map(({ metafile }) => metafile.inputs));
  await mkdir('out', { recursive: true });
  await writeFile('out/meta.json', JSON.stringify({ inputs, outputs }));
  for (const [file, { bytes }] of Object.entries(outputs)) {
    if (!file.endsWith('.map')) console.log(`${file}  ${(bytes / 1024).toFixed(0)} KB`);
  }
}
