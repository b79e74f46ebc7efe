import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import ts from 'typescript';
import { Resolver } from '../../../src/workspace/resolve.js';

type Files = Readonly<Record<string, string>>;

function resolver(files: Files): Resolver {
  return new Resolver({
    isFile: (path) => path in files,
    readText: (path) => files[path] ?? null,
    files: () => Object.keys(files).filter((path) => !path.endsWith('.json')),
  });
}

function lead(files: Files, from: string, specifier: string): string | null {
  const target = resolver(files).resolve(from, specifier);
  return target === null ? null : 'file' in target ? target.file : `package ${target.package}`;
}

describe('where specifiers lead: compiler configurations, against TypeScript', () => {
  const sources = [
    '/w/src/models/user.ts',
    '/w/src/models/index.ts',
    '/w/src/db.ts',
    '/w/lib/user.ts',
    '/w/lib/db/index.tsx',
  ];
  const names = fc.constantFrom(
    'models/user',
    'models',
    'db',
    '@/models/user',
    '@/db',
    '@lib/user',
    '@lib/db',
    'user',
    '~db',
  );
  const patterns = fc.constantFrom('@/*', '@lib/*', '@lib/user', '*', '~db', 'models/*', '@/models/*');
  const targets = fc.constantFrom(
    'src/*',
    './src/*',
    'lib/*',
    'src/db',
    './src/models/user.ts',
    'src/models/*',
    '../lib/*',
  );
  const paths = fc.dictionary(patterns, fc.uniqueArray(targets, { minLength: 1, maxLength: 2 }), {
    maxKeys: 3,
    noNullPrototype: true,
  });
  const options = fc.record(
    { baseUrl: fc.constantFrom('.', './src', 'src'), paths },
    { requiredKeys: [], noNullPrototype: true },
  );

  it('agrees on random configurations', () => {
    let files = 0;
    fc.assert(
      fc.property(
        fc.subarray(sources, { minLength: 2 }),
        options,
        fc.option(options, { nil: undefined }),
        names,
        (present, own, base, name) => {
          const written: Record<string, string> = Object.fromEntries(
            present.map((path) => [path, 'export {};']),
          );
          // Comments and a trailing comma, as people write it.
          written['/w/tsconfig.json'] =
            `// ours\n{ ${base ? '"extends": "./config/base", ' : ''}"compilerOptions": ${JSON.stringify(own)}, /* "paths": {} */ }`;
          if (base) written['/w/config/base.json'] = JSON.stringify({ compilerOptions: base });
          const from = '/w/src/app.ts';
          const theirs = typeScript(written, from, name);
          const ours = lead(written, from, name);
          if (theirs !== null) files += 1;
          assert.equal(ours?.startsWith('package ') ? null : ours, theirs, JSON.stringify(written, null, 1));
        },
      ),
      { numRuns: 600, seed: 11 },
    );
    assert.ok(files > 60, `only ${files} led to a file`);
  });

  function typeScript(files: Files, from: string, name: string): string | null {
    const host: ts.ParseConfigHost & ts.ModuleResolutionHost = {
      useCaseSensitiveFileNames: true,
      fileExists: (path) => path in files,
      readFile: (path) => files[path],
      readDirectory: () => [],
      directoryExists: (folder) => Object.keys(files).some((path) => path.startsWith(`${folder}/`)),
      getCurrentDirectory: () => '/w',
    };
    const { config } = ts.readConfigFile('/w/tsconfig.json', (path) => host.readFile(path)) as {
      config: unknown;
    };
    const { options: compiler } = ts.parseJsonConfigFileContent(
      config,
      host,
      '/w',
      undefined,
      '/w/tsconfig.json',
    );
    const { resolvedModule } = ts.resolveModuleName(
      name,
      from,
      { ...compiler, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext },
      host,
    );
    return resolvedModule ? posix.normalize(resolvedModule.resolvedFileName) : null;
  }
});

describe('where specifiers lead: packages of the workspace', () => {
  const shared = (manifest: object, ...sources: string[]): Files => ({
    '/w/app/main.ts': '',
    '/w/packages/shared/package.json': JSON.stringify({ name: '@w/shared', ...manifest }),
    ...Object.fromEntries(sources.map((path) => [`/w/packages/shared/${path}`, ''])),
  });
  const cases: readonly (readonly [
    what: string,
    files: Files,
    specifier: string,
    expected: string | null,
  ])[] = [
    ['main that is built', shared({ main: 'dist/index.js' }, 'src/index.ts'), '@w/shared', 'src/index.ts'],
    [
      'the source rather than what lies built beside',
      shared({ main: './dist/index.js' }, 'src/index.ts', 'dist/index.js'),
      '@w/shared',
      'src/index.ts',
    ],
    ['main that is the source', shared({ main: 'lib/main.js' }, 'lib/main.js'), '@w/shared', 'lib/main.js'],
    ['types', shared({ types: './build/src/api.d.ts' }, 'src/api.ts'), '@w/shared', 'src/api.ts'],
    ['nothing said', shared({}, 'index.js'), '@w/shared', 'index.js'],
    ['a part', shared({}, 'src/models/user.ts'), '@w/shared/models/user', 'src/models/user.ts'],
    ['a part of what is built', shared({}, 'src/user.ts'), '@w/shared/dist/user', null],
    [
      'exports',
      shared({ exports: { '.': { import: './dist/mod.mjs', require: './dist/mod.cjs' } } }, 'src/mod.ts'),
      '@w/shared',
      'src/mod.ts',
    ],
    [
      'exports of a part',
      shared({ exports: { './db': './dist/database.js' } }, 'src/database.ts'),
      '@w/shared/db',
      'src/database.ts',
    ],
    [
      'exports with a star',
      shared({ exports: { './*': './lib/*.js' } }, 'src/user.ts'),
      '@w/shared/user',
      'src/user.ts',
    ],
    ['exports that are one text', shared({ exports: './source.js' }, 'source.ts'), '@w/shared', 'source.ts'],
  ];
  for (const [what, files, specifier, expected] of cases) {
    it(what, () => {
      const found = lead(files, '/w/app/main.ts', specifier);
      assert.equal(found, expected === null ? 'package @w/shared' : `/w/packages/shared/${expected}`);
    });
  }

  it('the `imports` of the nearest package', () => {
    const files = {
      '/w/package.json':
        '{ "imports": { "#models/*": "./dist/models/*.js", "#db": { "default": "./db.js" } } }',
      '/w/src/models/user.ts': '',
      '/w/src/app.ts': '',
      '/w/db.js': '',
    };
    assert.equal(lead(files, '/w/src/app.ts', '#models/user'), '/w/src/models/user.ts');
    assert.equal(lead(files, '/w/src/app.ts', '#db'), '/w/db.js');
  });

  it('a folder with a main, and JSON', () => {
    const files = {
      '/w/models/package.json': '{ "main": "all" }',
      '/w/models/all.js': '',
      '/w/models/index.js': '',
      '/w/fields.json': '{}',
      '/w/app.js': '',
    };
    assert.equal(lead(files, '/w/app.js', './models'), '/w/models/all.js');
    assert.equal(lead(files, '/w/app.js', './fields.json'), '/w/fields.json');
    assert.equal(lead(files, '/w/app.js', './fields'), '/w/fields.json');
    assert.equal(lead(files, '/w/app.js', './nothing'), null);
  });

  it('is no file: built-in modules and Mongoose below a base', () => {
    const files = {
      '/w/tsconfig.json': '{"compilerOptions":{"baseUrl":"."}}',
      '/w/mongoose.ts': '',
      '/w/path.ts': '',
      '/w/a.ts': '',
    };
    assert.equal(lead(files, '/w/a.ts', 'mongoose'), 'package mongoose');
    assert.equal(lead(files, '/w/a.ts', 'path'), 'package path');
    assert.equal(lead(files, '/w/a.ts', 'node:fs/promises'), 'package node:fs');
  });

  it('looks again after a recheck', () => {
    const files: Record<string, string> = { '/w/a.ts': '', '/w/db.ts': '' };
    const subject = resolver(files);
    assert.deepEqual(subject.resolve('/w/a.ts', '@db'), { package: '@db' });
    files['/w/tsconfig.json'] = '{"compilerOptions":{"paths":{"@db":["./db.ts"]}}}';
    assert.deepEqual(subject.resolve('/w/a.ts', '@db'), { package: '@db' });
    subject.recheck();
    assert.deepEqual(subject.resolve('/w/a.ts', '@db'), { file: '/w/db.ts' });
  });
});

describe('the version of Mongoose', () => {
  const files = {
    '/w/package.json': '{ "devDependencies": { "mongoose": "^7.4.0" } }',
    '/w/lib/package.json': '{ "dependencies": { "express": "4" } }',
    '/w/app/package.json':
      '{ "dependencies": { "mongoose": "~6.1.2" }, "devDependencies": { "mongoose": "8.0.0" } }',
  };

  it('is that of the nearest package.json which names it', () => {
    const { mongooseMajor } = bound(files);
    assert.deepEqual(['/w/a.js', '/w/lib/src/a.js', '/w/app/src/models/a.js', '/v/a.js'].map(mongooseMajor), [
      7,
      7,
      6,
      null,
    ]);
  });

  for (const [range, major] of [
    ['8', 8],
    ['v7.0.0', 7],
    ['5.13.0', 6],
    ['10.0.0', 9],
    ['^6.0.0 || ^7.0.0 || ^8.0.0', 8],
    ['>=6.0.0 <8', 8],
    ['>=6.0.0', 9],
    ['npm:mongoose@^7.1.0', 7],
    ['8.x', 8],
    ['latest', null],
    ['*', null],
    ['workspace:*', null],
    ['github:Automattic/mongoose#8', null],
  ] as const) {
    it(`${range} asks for ${major ?? 'none that is known'}`, () => {
      const { mongooseMajor } = bound({
        '/w/package.json': JSON.stringify({ peerDependencies: { mongoose: range } }),
      });
      assert.equal(mongooseMajor('/w/a.js'), major);
    });
  }

  function bound(some: Files): { mongooseMajor: (file: string) => number | null } {
    const made = resolver(some);
    return { mongooseMajor: (file) => made.mongooseMajor(file) };
  }
});
