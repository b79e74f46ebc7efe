import assert from 'node:assert/strict';
import { Workspace } from '../../../src/workspace/workspace.js';
import { edited } from './edited-files.js';
import { removeFolders, SourceFolder } from './source-folder.js';

const head =
  "const { model, Schema } = require('mongoose');\nconst User = model('User', new Schema({ a: String }));\n";

describe('edits where a query stands', () => {
  after(removeFolders);

  /** The file after `.lean()`, or after a rule is silenced at its first query. */
  async function fixed(code: string, rule?: string): Promise<string> {
    const files = { 'a.js': head + code };
    const workspace = new Workspace();
    const { queries } = await workspace.scan((await SourceFolder.of(files)).paths);
    const [site] = queries;
    assert.ok(site);
    const edit = await workspace.editQuery(
      rule === undefined ? { kind: 'lean', site } : { kind: 'silence', place: site.place, rule },
    );
    return edited(files, edit)['a.js']!.slice(head.length);
  }

  it('.lean() stands behind what shapes the query, before what runs it', async () => {
    for (const [before, then] of [
      ["User.find({ a: 'x' });", "User.find({ a: 'x' }).lean();"],
      [
        'User.findOne({ a: 1 }).sort({ a: 1 }).exec();',
        'User.findOne({ a: 1 }).sort({ a: 1 }).lean().exec();',
      ],
      [
        'User.find({})\n  .sort({ a: 1 })\n  .then(console.log);',
        'User.find({})\n  .sort({ a: 1 })\n  .lean()\n  .then(console.log);',
      ],
    ] as const)
      assert.equal(await fixed(`${before}\n`), `${then}\n`);
  });

  it('refuses a second one', async () => {
    await assert.rejects(fixed('User.find({}).lean();\n'), { code: 'not-editable' });
  });

  it('a comment silences a rule in the line above, with those that are silenced there already', async () => {
    const once = '{\n  // index-lens-disable-next-line missing-index\n  User.find({ a: 1 });\n}\n';
    assert.equal(await fixed('{\n  User.find({ a: 1 });\n}\n', 'missing-index'), once);
    assert.equal(
      await fixed(once.replace('missing-index', 'coverable -- few'), 'missing-index'),
      once.replace('missing-index', 'coverable, missing-index -- few'),
    );
  });
});
