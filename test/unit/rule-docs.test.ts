import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import { rules } from '../../src/model/finding.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';

const folder = path.join(import.meta.dirname, '../../docs/rules');
/** Their findings come from a server. */
const withoutExample = new Set(['unused']);

describe('docs/rules', () => {
  after(removeFolders);

  it('has a page for each rule, and no other', () => {
    const pages = readdirSync(folder).map((name) => path.basename(name, '.md'));
    assert.deepEqual(pages.toSorted(), rules.toSorted());
  });

  for (const rule of rules.filter((one) => !withoutExample.has(one))) {
    it(`${rule}: the bad example gives exactly this finding, the good one none`, async () => {
      const text = readFileSync(path.join(folder, `${rule}.md`), 'utf8');
      assert.deepEqual(await findings(example(text, 'Bad'), rule), [rule]);
      assert.deepEqual(await findings(example(text, 'Good'), rule), []);
    });
  }
});

/** The files of an example, each under its name in a comment. */
function example(text: string, title: string): Readonly<Record<string, string>> {
  const code = new RegExp(`## ${title}\n\n\`\`\`js\n([^]*?)\n\`\`\``).exec(text)?.[1] ?? '';
  const files = code.split(/^\/\/ (\S+\.js)\n/m).slice(1);
  const names = files.filter((_, at) => at % 2 === 0);
  assert.ok(names.length > 0, `no example under ${title}`);
  return Object.fromEntries(names.map((name, at) => [name, files[at * 2 + 1] ?? '']));
}

async function findings(files: Readonly<Record<string, string>>, rule: string): Promise<string[]> {
  const source = await SourceFolder.of(files);
  const catalog = await new Workspace().scan(source.paths.toSorted());
  const indexesPerCollection = rule === 'over-budget' ? 3 : defaultLimits.indexesPerCollection;
  const limits = { ...defaultLimits, indexesPerCollection };
  const advisor = new QueryAdvisor({ limits, rules: {}, rootOf: () => `${source.root}/` });
  return advisor.advise(catalog, null).map((finding) => finding.rule);
}
