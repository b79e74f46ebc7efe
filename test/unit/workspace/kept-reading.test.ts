import assert from 'node:assert/strict';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Catalog } from '../../../src/model/catalog.js';
import type { KeptFolder } from '../../../src/workspace/kept-reading.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from '../source/source-folder.js';

const user = `const { Schema, model } = require('mongoose');
const { key } = require('./keys');
module.exports = model('User', new Schema({ [key]: { type: String, index: true } }));`;

describe('readings kept between two runs', () => {
  let kept: KeptFolder;
  let source: SourceFolder;

  beforeEach(async () => {
    source = await SourceFolder.of({ 'keys.js': "exports.key = 'email';", 'user.js': user });
    kept = { folder: path.join(source.root, 'kept', 'deep'), version: '1.0.0' };
  });
  after(removeFolders);

  async function scan(folder = kept): Promise<Catalog> {
    const workspace = new Workspace(folder);
    const catalog = await workspace.scan(source.paths.toSorted());
    await workspace.dispose();
    return catalog;
  }
  const names = ({ models }: Catalog): string[] =>
    models.flatMap(({ indexes }) => indexes.map(({ name }) => name));

  async function theFile(): Promise<string> {
    const [name, ...others] = await readdir(kept.folder);
    assert.deepEqual(others, []);
    return path.join(kept.folder, name ?? '');
  }

  /** What the next run says where it believes what was kept. */
  async function forge(): Promise<void> {
    const file = await theFile();
    const body = (await readFile(file, 'utf8')).split('\n').slice(1).join('\n').replaceAll('email', 'forged');
    await writeFile(file, `${crc32(body).toString(16)}\n${body}`);
  }

  it('are taken over where no file changed', async () => {
    const first = await scan();
    assert.deepEqual(await scan(), first);
    await forge();
    assert.deepEqual(names(await scan()), ['forged_1']);
  });

  it('of files that changed, came or went are read anew, with what depends on them', async () => {
    await scan();
    await writeFile(source.path('keys.js'), "exports.key = 'mail';");
    assert.deepEqual(names(await scan()), ['mail_1']);
    await rm(source.path('keys.js'));
    assert.equal((await scan()).models[0]?.complete, false);
    await writeFile(source.path('keys.js'), "exports.key = 'again';");
    assert.deepEqual(names(await scan()), ['again_1']);
  });

  it('a file that was only touched stands', async () => {
    await scan();
    await forge();
    await utimes(source.path('user.js'), new Date(), new Date());
    assert.deepEqual(names(await scan()), ['forged_1']);
  });

  it('what files load from elsewhere stands, too', async () => {
    const keys = source.path('elsewhere.json');
    await writeFile(keys, '{ "key": "email" }');
    await writeFile(source.path('keys.js'), "module.exports = require('./elsewhere.json');");
    assert.deepEqual(names(await scan()), ['email_1']);
    await forge();
    assert.deepEqual(names(await scan()), ['forged_1']);
    await writeFile(keys, '{ "key": "mail" }');
    assert.deepEqual(names(await scan()), ['mail_1']);
  });

  it('of another version are not used', async () => {
    await scan();
    await forge();
    assert.deepEqual(names(await scan({ ...kept, version: '1.0.1' })), ['email_1']);
  });

  it('a changed compiler configuration makes everything be read anew', async () => {
    source = await SourceFolder.of({
      'keys.ts': "export const key = 'email';",
      'user.ts': `import { Schema, model } from 'mongoose';
import { key } from '@/keys';
model('User', new Schema({ [key]: { type: String, index: true } }));`,
    });
    assert.deepEqual(names(await scan()), []);
    const paths = { '@/*': ['./*'] };
    await writeFile(source.path('tsconfig.json'), JSON.stringify({ compilerOptions: { paths } }));
    assert.deepEqual(names(await scan()), ['email_1']);
  });

  for (const [how, damage] of [
    ['cut off', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['with a character changed', (text: string) => text.replace('email', 'emaik')],
    ['something else', () => '{"files": 1}'],
  ] as const) {
    it(`a damaged file is ignored: ${how}`, async () => {
      await scan();
      await writeFile(await theFile(), damage(await readFile(await theFile(), 'utf8')));
      assert.deepEqual(names(await scan()), ['email_1']);
    });
  }

  it('where nothing can be kept the files are read each time', async () => {
    await writeFile(path.join(source.root, 'kept'), 'a file where the folder should be');
    assert.deepEqual(names(await scan()), ['email_1']);
    assert.deepEqual(names(await scan()), ['email_1']);
  });

  it('an unsaved text is not kept', async () => {
    const workspace = new Workspace(kept);
    await workspace.scan(source.paths.toSorted());
    await workspace.update(source.path('keys.js'), "exports.key = 'typed';");
    await workspace.scan(source.paths.toSorted());
    await workspace.dispose();
    assert.deepEqual(names(await scan()), ['email_1']);
  });
});
