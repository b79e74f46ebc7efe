import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { walk } from '../../../src/workspace/walk.js';
import { removeFolders, SourceFolder } from '../source/source-folder.js';

async function found(files: Record<string, string>, exclude: readonly string[] = []): Promise<string[]> {
  const { root } = await SourceFolder.of(files);
  const { files: paths } = await walk(root, { exclude });
  assert.ok(paths.every((file) => file.startsWith(`${root}/`)));
  return paths.map((file) => file.slice(root.length + 1));
}

const empty = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, '']));

describe('walk', () => {
  after(removeFolders);

  it('finds JavaScript and TypeScript in all their endings, sorted', async () => {
    const endings = ['js', 'cjs', 'mjs', 'jsx', 'ts', 'cts', 'mts', 'tsx'];
    const files = endings.map((ending) => `src/a.${ending}`);
    assert.deepEqual(
      await found(
        empty(...files, 'b.json', 'c.md', 'd.d.ts', 'd.d.mts', 'd.d.cts', 'e.min.js', 'js', 'f.js.map'),
      ),
      files.toSorted(),
    );
  });

  it('passes over packages, build output and version control, at any depth', async () => {
    const passed = ['node_modules', 'dist', 'build', 'out', 'coverage', '.git', '.next'];
    const files = passed.flatMap((name) => [`${name}/a.js`, `packages/one/${name}/b.js`]);
    assert.deepEqual(await found(empty('a.js', 'packages/one/src/a.js', 'distance/a.js', ...files)), [
      'a.js',
      'distance/a.js',
      'packages/one/src/a.js',
    ]);
  });

  it('honours .gitignore, each for its own folder', async () => {
    const files = {
      ...empty(
        'a.js',
        'gen/a.js',
        'one/gen/a.js',
        'one/local.js',
        'one/two/local.js',
        'local.js',
        'two/local.js',
      ),
      ...empty('one/kept.gen.js', 'x.gen.js', 'one/deep/tmp/a.js', 'tmp/a.js'),
      '.gitignore': '# made\n/gen/\n*.gen.js\n!kept.gen.js\n',
      'one/.gitignore': 'local.js\r\ntmp/\r\n',
    };
    assert.deepEqual(await found(files), [
      'a.js',
      'local.js',
      'one/gen/a.js',
      'one/kept.gen.js',
      'tmp/a.js',
      'two/local.js',
    ]);
  });

  it('an inner .gitignore takes back what an outer one ignores', async () => {
    const files = {
      ...empty('a.test.js', 'one/a.test.js', 'one/b.js'),
      '.gitignore': '*.test.js\n',
      'one/.gitignore': '!*.test.js\n',
    };
    assert.deepEqual(await found(files), ['one/a.test.js', 'one/b.js']);
    assert.deepEqual(await found(files, ['*.test.js']), ['one/b.js']);
  });

  it('leaves out what is excluded, in whatever glob editors write', async () => {
    const files = empty('a.js', 'test/a.js', 'src/test/a.js', 'src/a.spec.ts', 'src/a.ts', 'old/b/c.js');
    assert.deepEqual(await found(files, ['**/test/**', '**/*.spec.ts', 'old']), ['a.js', 'src/a.ts']);
  });

  it('a directory that is missing, or is a file, is said so', async () => {
    const { root } = await SourceFolder.of({ 'a.js': '' });
    const refused = (file: string, message: RegExp) =>
      assert.rejects(walk(file, { exclude: [] }), { name: 'UserError', code: 'unreadable', message });
    await refused(`${root}/missing`, /missing does not exist\.$/);
    await refused(`${root}/a.js`, /a\.js is not a directory\.$/);
  });

  it('a folder that may not be listed is said, and the rest is found', async function () {
    const { geteuid, seteuid } = process;
    if (!geteuid || !seteuid) this.skip();
    const { root } = await SourceFolder.of({ 'src/a.js': '', 'shut/b.js': '' });
    const user = geteuid();
    await Promise.all([chmod(root, 0o755), chmod(`${root}/shut`, 0)]);
    try {
      // Root may list everything.
      if (user === 0) seteuid(65_534);
      const { files, problems } = await walk(root, { exclude: [] });
      assert.deepEqual(files, [`${root}/src/a.js`]);
      assert.deepEqual(problems.map(({ code, place }) => [code, place?.file]), [['unreadable', `${root}/shut`]]); // prettier-ignore
      assert.match(problems[0]!.message, /^The folder cannot be read \(EACCES\)/);
      assert.deepEqual((await walk(root, { exclude: ['shut'] })).problems, []);
    } finally {
      if (user === 0) seteuid(0);
      await chmod(`${root}/shut`, 0o755);
    }
  });

  it('a link that leads in a circle is not followed', async () => {
    const { root } = await SourceFolder.of({ 'src/a.js': '' });
    await symlink(root, path.join(root, 'src/loop'));
    assert.deepEqual((await walk(root, { exclude: [] })).files, [`${root}/src/a.js`]);
  });

  it('can be cancelled', async () => {
    const { root } = await SourceFolder.of({ 'src/a.js': '' });
    await assert.rejects(walk(root, { exclude: [], signal: AbortSignal.abort() }), { name: 'AbortError' });
  });
});
