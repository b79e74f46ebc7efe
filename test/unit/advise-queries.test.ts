import assert from 'node:assert/strict';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import type { Catalog } from '../../src/model/catalog.js';
import type { Finding, RuleSettings } from '../../src/model/finding.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';
import { Workspace } from '../../src/workspace/workspace.js';

const model = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true }, name: String, age: Number });
exports.User = model('User', schema);`;
const byName =
  "const { User } = require('../models/user');\nexports.byName = (name) => User.findOne({ name });";

describe('findings on queries', () => {
  after(removeFolders);

  async function advised(
    files: Readonly<Record<string, string>>,
    rules: RuleSettings = {},
  ): Promise<{
    readonly findings: readonly Finding[];
    readonly catalog: Catalog;
    readonly advisor: QueryAdvisor;
  }> {
    const source = await SourceFolder.of({ 'models/user.js': model, ...files });
    const catalog = await new Workspace().scan(source.paths.toSorted());
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules, rootOf: () => `${source.root}/` });
    return { findings: advisor.advise(catalog, null), catalog, advisor };
  }
  const told = (findings: readonly Finding[]): string[] =>
    findings.map(({ rule, severity }) => `${rule} ${severity}`);

  it('name the rule, the place, the indexes considered and the index that is lacking', async () => {
    const { findings } = await advised({ 'services/a.js': byName });
    const [finding, ...others] = findings;
    assert.deepEqual(others, []);
    assert.equal(finding?.rule, 'missing-index');
    assert.equal(finding.place?.range.start.line, 1);
    assert.deepEqual(
      finding.considered.map(({ name, serves }) => [name, serves]),
      [
        ['_id_', false],
        ['email_1', false],
      ],
    );
    assert.deepEqual(finding.fix?.kind === 'index' ? finding.fix.proposal.key : null, [['name', 1]]);
  });

  it('are quieter in tests and in what runs once', async () => {
    const { findings } = await advised({
      'test/a.js': byName,
      'migrations/b.js': byName,
      'src/c.js': byName,
    });
    assert.deepEqual(told(findings), ['missing-index info', 'missing-index warning', 'missing-index hint']);
  });

  it('are as loud as the settings say', async () => {
    const files = { 'services/a.js': byName };
    assert.deepEqual(told((await advised(files, { 'missing-index': 'error' })).findings), [
      'missing-index error',
    ]);
    assert.deepEqual(told((await advised(files, { 'missing-index': 'off' })).findings), []);
  });

  it('are kept quiet by a comment on the line before', async () => {
    const silenced = (comment: string): string => byName.replace('exports', `${comment}\nexports`);
    const on = async (comment: string): Promise<string[]> =>
      told((await advised({ 'services/a.js': silenced(comment) })).findings);
    assert.deepEqual(await on('// index-lens-disable-next-line missing-index'), []);
    assert.deepEqual(await on('/* index-lens-disable-next-line missing-index -- a small collection */'), []);
    assert.deepEqual(await on('// index-lens-disable-next-line'), []);
    assert.deepEqual(await on('// index-lens-disable-next-line query-in-loop'), ['missing-index warning']);
  });

  it('of what did not change are the very same', async () => {
    const { findings, catalog, advisor } = await advised({ 'services/a.js': byName });
    assert.equal(advisor.advise({ ...catalog }, null)[0], findings[0]);
    assert.equal(advisor.judged(catalog.queries[0]!)?.judgement.plan, 'COLLSCAN');
  });
});
