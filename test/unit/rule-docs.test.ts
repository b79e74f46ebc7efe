import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { compare } from '../../src/compare/compare.js';
import { defaultLimits } from '../../src/model/advice.js';
import { rules } from '../../src/model/finding.js';
import type { LiveDatabase } from '../../src/model/live.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { collection, database, live, usage } from './compare/samples.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';

const folder = path.join(import.meta.dirname, '../../docs/rules');
describe('docs/rules', () => {
  after(removeFolders);

  it('has a page for each rule, and no other', () => {
    const pages = readdirSync(folder).map((name) => path.basename(name, '.md'));
    assert.deepEqual(pages.toSorted(), rules.toSorted());
  });

  for (const rule of rules) {
    it(`${rule}: the bad example gives exactly this finding, the good one none`, async () => {
      const text = readFileSync(path.join(folder, `${rule}.md`), 'utf8');
      assert.deepEqual(await findings(exampleOf(text, 'Bad'), rule), [rule]);
      assert.deepEqual(await findings(exampleOf(text, 'Good'), rule), []);
    });
  }
});

interface Example {
  /** Each under its name in a comment. */
  readonly files: Readonly<Record<string, string>>;
  /** How often a server used each index in 30 days; null: no server is asked. */
  readonly uses: Readonly<Record<string, number>> | null;
}

function exampleOf(text: string, title: string): Example {
  const section = text.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? '';
  const blockIn = (language: string) =>
    new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(section)?.[1] ?? null;
  const files = (blockIn('js') ?? '').split(/^\/\/ (\S+\.js)\n/m).slice(1);
  const names = files.filter((_, at) => at % 2 === 0);
  assert.ok(names.length > 0, `no example under ${title}`);
  const uses = blockIn('json');
  return {
    files: Object.fromEntries(names.map((name, at) => [name, files[at * 2 + 1] ?? ''])),
    uses: uses === null ? null : (JSON.parse(uses) as Record<string, number>),
  };
}

async function findings({ files, uses }: Example, rule: string): Promise<string[]> {
  const source = await SourceFolder.of(files);
  const catalog = await new Workspace().scan(source.paths.toSorted());
  const indexesPerCollection = rule === 'over-budget' ? 3 : defaultLimits.indexesPerCollection;
  const limits = { ...defaultLimits, indexesPerCollection };
  const advisor = new QueryAdvisor({ limits, rules: {}, rootOf: () => `${source.root}/` });
  const server = uses && countedFor30Days(uses);
  const connected = server && { comparison: compare(catalog, server), live: server };
  return advisor.advise(catalog, connected).map((finding) => finding.rule);
}

/** The collection `orders` with these indexes, by their names, and what was counted of each. */
function countedFor30Days(uses: Readonly<Record<string, number>>): LiveDatabase {
  const since = new Date(Date.parse(database().readAt) - 30 * 24 * 60 * 60 * 1000).toISOString();
  const indexes = Object.entries(uses).map(([name, ops]) =>
    live({ [name.replace(/_1$/u, '')]: 1 }, {}, { usage: { ...usage(ops), since } }),
  );
  return database(collection(indexes, { collection: 'orders' }));
}
