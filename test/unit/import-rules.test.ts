import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

const config = (await import(new URL('../../.dependency-cruiser.mjs', import.meta.url).href)) as {
  default: { forbidden: NonNullable<IFlattenedRuleSet['forbidden']>; options: Record<string, unknown> };
};
const { forbidden, options } = config.default;

/** For each rule a file that breaks it: where it lies, and the import that is not allowed there. */
const breaches: Record<string, readonly [file: string, imported: string]> = {
  'model-stays-in-its-layer': ['src/model/breach.ts', '../report/target.js'],
  'syntax-stays-in-its-layer': ['src/syntax/breach.ts', '../source/target.js'],
  'source-stays-in-its-layer': ['src/source/breach.ts', '../compare/target.js'],
  'workspace-stays-in-its-layer': ['src/workspace/breach.ts', '../server/target.js'],
  'server-stays-in-its-layer': ['src/server/breach.ts', '../query/target.js'],
  'compare-stays-in-its-layer': ['src/compare/breach.ts', '../server/target.js'],
  'query-stays-in-its-layer': ['src/query/breach.ts', '../source/target.js'],
  'report-stays-in-its-layer': ['src/report/breach.ts', '../compare/target.js'],
  'cli-stays-in-its-layer': ['src/cli/breach.ts', '../compare/target.js'],
  'host-stays-in-its-layer': ['src/host/breach.ts', '../providers/target.js'],
  'query-parts-stand-apart': ['src/query/plan/breach.ts', '../judging/target.js'],
  'proposing-knows-no-rule': ['src/query/proposing/breach.ts', '../rules/target.js'],
  'providers-only-draw': ['src/providers/breach.ts', '../commands/target.js'],
  'commands-never-draw': ['src/commands/breach.ts', '../providers/target.js'],
  'line-knows-no-front-end': ['src/inspect.ts', './report/target.js'],
  'vscode-at-the-edge': ['src/compare/editor.ts', 'vscode'],
  'driver-only-in-server': ['src/cli/driver.ts', 'mongodb'],
  'driver-loads-on-first-connect': ['src/server/static.ts', 'mongodb'],
  'parser-only-in-syntax': ['src/source/parser.ts', 'typescript'],
  'pure-folders-use-no-node': ['src/report/files.ts', 'node:fs'],
  'media-imports-only-the-model': ['media/breach.ts', '../src/report/target.js'],
  'entries-are-not-imported': ['src/providers/entry.ts', '../extension.js'],
  'no-cycles': ['src/model/cycle-a.ts', './cycle-b.js'],
  'everything-resolves': ['src/model/lost.ts', './nowhere.js'],
};

/** Files that the breaches import; the cycle needs a real one. */
const targets: Record<string, string> = {
  ...Object.fromEntries(
    [
      ...['report', 'source', 'compare', 'server', 'query', 'providers', 'commands'],
      ...['query/judging', 'query/rules'],
    ].map((folder) => [`src/${folder}/target.ts`, 'export const target = 1;\n']),
  ),
  'src/extension.ts': 'export const activate = 1;\n',
  'src/model/cycle-b.ts': "import { breach } from './cycle-a.js';\nexport const target = breach;\n",
};

describe('import rules', () => {
  const root = resolve('out/import-rules');
  let violations: ICruiseResult['summary']['violations'];

  before(async function () {
    this.timeout(30_000);
    rmSync(root, { recursive: true, force: true });
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    for (const [file, text] of Object.entries(targets)) write(file, text);
    for (const [file, imported] of Object.values(breaches)) {
      write(file, `import * as target from '${imported}';\nexport const breach = target;\n`);
    }
    const { enhancedResolveOptions, ...cruiseOptions } = options;
    const result = await cruise(
      ['src', 'media'],
      { ...cruiseOptions, baseDir: root, validate: true, ruleSet: { forbidden } },
      enhancedResolveOptions as object,
    );
    assert.equal(typeof result.output, 'object');
    violations = (result.output as ICruiseResult).summary.violations;
  });

  for (const { name, comment } of forbidden) {
    it(`${String(name)} gives its reason and fails when it is broken`, () => {
      assert.ok(comment, 'a rule needs its reason');
      const breach = breaches[String(name)];
      assert.ok(breach, 'no file here breaks this rule: add one');
      assert.ok(
        violations.some((violation) => violation.rule.name === name && violation.from === breach[0]),
        `broken by ${breach[0]}, yet no violation`,
      );
    });
  }
});
