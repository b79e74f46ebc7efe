import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advise } from '../../../src/advise.js';
import { compare } from '../../../src/compare/compare.js';
import { defaultLimits } from '../../../src/model/advice.js';
import type { Comparison, FindingKind } from '../../../src/model/comparison.js';
import { checkGithub } from '../../../src/report/check-github.js';
import { checkJson } from '../../../src/report/check-json.js';
import { checkMarkdown } from '../../../src/report/check-markdown.js';
import { checkSarif } from '../../../src/report/check-sarif.js';
import { checkText } from '../../../src/report/check-text.js';
import { hasFindings } from '../../../src/report/findings.js';
import { plainPaint, type Paint } from '../../../src/report/paint.js';
import { relativePath } from '../../../src/report/relative-path.js';
import { catalog, collection, database, defined, live, model, usage } from '../compare/samples.js';

const root = '/app';
const failOn = new Set<FindingKind>(['missing', 'different']);

const mixed = compare(
  catalog(
    model([
      defined({ companyId: 1, 'social.facebookId': 1 }, {}, undefined, 19),
      defined({ phone: 1 }),
      defined({ email: 1 }, { unique: true }),
      defined({ old: 1 }),
    ]),
    model([defined({ content: 'text' })], { model: 'Message', collection: 'messages' }),
  ),
  database(
    collection([
      live({ phone: 1 }),
      live({ email: 1 }),
      live({ old: 1 }, {}, { hidden: true }),
      live({ city: 1 }, {}, { usage: usage(0) }),
    ]),
    collection([live({ content: 'text' })], { collection: 'messages' }),
    collection([live({ q: 1 })], { collection: 'sessions', documents: 5 }),
  ),
);

/** A redundant definition, and a collection over its budget. */
const advised = (() => {
  const live9 = Array.from({ length: 9 }, (_, at) => live({ [`f${at}`]: 1 }));
  const code = catalog(
    model([defined({ a: 1 }, {}, undefined, 19), defined({ a: 1, b: 1 })]),
    model([], { model: 'Wide', collection: 'wide' }),
  );
  const whole = database(
    collection([live({ a: 1 }), live({ a: 1, b: 1 })]),
    collection(live9, { collection: 'wide' }),
  );
  return advise(compare(code, whole), whole, { ...defaultLimits, indexesPerCollection: 9 });
})();

const redundantText =
  '`a_1` is a prefix of `a_1_b_1`, which serves every query that it serves. It takes 20 KB and has had 3 uses since ' +
  '2026-01-01. Take its definition out, then hide it, and drop it when nothing gets slower.';
const overText =
  '`wide` has 10 indexes; the budget is 9, the one on _id included. Each is kept up to date with every write. ' +
  'The indexes take 205 KB, the documents 1.0 MB. Look at what is redundant or unused first.';

describe('advice in a check', () => {
  it('is said for people after the indexes, and fails nothing by itself', () => {
    assert.ok(
      text(advised).includes(`\n💡 contacts: ${redundantText}\n💡 wide: ${overText}\n\n`),
      text(advised),
    );
    assert.equal(hasFindings(advised, failOn), false);
    assert.equal(hasFindings(advised, new Set(['unused'])), false);
    assert.equal(hasFindings(advised, new Set(['over-budget'])), true);
  });

  it('is short where there is much of it', () => {
    const [first] = advised.collections;
    const comparison = { ...advised, collections: Array.from({ length: 200 }, () => first!) };
    assert.equal(text(comparison).match(/💡/gu)?.length, 6);
    assert.ok(text(comparison).includes('💡 195 more: --all lists them.'));
    assert.equal(text(comparison, true).match(/💡/gu)?.length, 200);
  });

  it('is in the JSON of its collection', () => {
    const documents = checkJson(advised, root).collections.map(({ advice }) => advice);
    assert.deepEqual(
      documents.flat().filter(({ rule }) => rule !== 'unused'),
      [
        { rule: 'redundant-prefix', severity: 'info', message: redundantText, indexes: ['a_1', 'a_1_b_1'] },
        { rule: 'over-budget', severity: 'warning', message: overText, indexes: [] },
      ],
    );
  });

  it('stands at the definition in SARIF and on GitHub, as an error only where that was asked for', () => {
    const asked = new Set<FindingKind>(['over-budget']);
    const [redundant, over] = checkSarif(advised, root, asked, '1.2.3').runs[0]!.results.filter(
      ({ ruleId }) => ruleId === 'redundant-prefix' || ruleId === 'over-budget',
    );
    assert.equal(redundant!.level, 'note');
    assert.equal('physicalLocation' in redundant!.locations[0]!, true);
    assert.equal(over!.level, 'error');
    assert.deepEqual(over!.locations, [
      { logicalLocations: [{ fullyQualifiedName: 'petbuddy.wide', kind: 'collection' }] },
    ]);
    const lines = checkGithub(advised, root, asked).split('\n');
    assert.ok(
      lines.includes(
        `::notice file=models/Contact.js,line=20,col=1,endColumn=11,title=Index redundant::In \`contacts\` of \`petbuddy\`: ${redundantText}`,
      ),
      lines.join('\n'),
    );
    assert.ok(
      lines.includes(`::error title=Collection over budget::In \`wide\` of \`petbuddy\`: ${overText}`),
    );
  });

  it('is a list in Markdown', () => {
    const lines = checkMarkdown(advised, root).split('\n');
    assert.ok(
      lines.some((line) => line.startsWith('- 💡 `contacts`: `a_1` is a prefix of `a_1_b_1`, which')),
    );
  });
});

describe('the check for people', () => {
  it('lists what needs attention, one index a line, and closes with a count', () => {
    assert.equal(
      text(mixed),
      `🔍 petbuddy on 127.0.0.1:27017 (MongoDB 7.0.15, replica set)

📊 contacts (5 indexes, 100,000 documents):
   ❌ {companyId: 1, social.facebookId: 1} (companyId_1_social.facebookId_1) missing
   🔶 {email: 1} (email_1, unique) different: unique (live: email_1) 20 KB, 3 uses since 2026-01-01
   🙈 {old: 1} (old_1) hidden: kept up to date, used by no query 20 KB, 3 uses since 2026-01-01
   ➕ {city: 1} (city_1) extra: live, defined nowhere 20 KB, 0 uses since 2026-01-01
   ✅ 1 applied

✅ Nothing to do in 1 collection (1 index): messages

➕ No model defines 1 collection (1 index): sessions

Missing in \`petbuddy\`: 1 of 5, different: 1, hidden: 1.
Run \`index-lens ensure\` to create what is missing.
Run \`index-lens ensure --sync\` to settle what differs, or change the definition.`,
    );
  });

  it('lists every index with --all, the one on _id first', () => {
    const lines = text(mixed, true).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('   ✅')).map((line) => line.split(' (')[0]),
      ['   ✅ {_id: 1}', '   ✅ {phone: 1}', '   ✅ {_id: 1}', '   ✅ {content: "text"}', '   ✅ {_id: 1}'],
    );
  });

  it('stays short with 200 collections of which two need attention', () => {
    const names = Array.from({ length: 200 }, (_, at) => `c${at}`);
    const comparison = compare(
      catalog(
        ...names.map((name) =>
          model([defined({ a: 1 }), defined({ b: 1 })], { model: name, collection: name }),
        ),
      ),
      database(
        ...names.map((name, at) =>
          collection(at === 7 || at === 150 ? [live({ a: 1 })] : [live({ a: 1 }), live({ b: 1 })], {
            collection: name,
          }),
        ),
      ),
    );
    const report = text(comparison);
    assert.ok(report.split('\n').length < 20, report);
    for (const part of [
      '📊 c7 ',
      '📊 c150 ',
      '198 collections',
      'and 192 more',
      'Missing in `petbuddy`: 2 of 400',
    ]) {
      assert.ok(report.includes(part), `${part} is not in\n${report}`);
    }
  });

  it('says so when all is well', () => {
    const comparison = compare(
      catalog(model([defined({ a: 1 }), defined({ b: 1 })])),
      database(collection([live({ a: 1 }), live({ b: 1 })])),
    );
    assert.ok(text(comparison).endsWith('All 2 defined indexes are applied in `petbuddy`.'));
    assert.ok(text(comparison).includes('✅ All applied in 1 collection (2 indexes): contacts'));
  });

  it('never shows an unknown number as 0', () => {
    const unknown = live({ z: 1 }, {}, { sizeBytes: null, usage: null });
    const report = text(compare(catalog(model([])), database(collection([unknown], { documents: null }))));
    assert.ok(report.includes('➕ {z: 1} (z_1) extra: live, defined nowhere\n'), report);
    assert.ok(report.includes('contacts (2 indexes):'), report);
  });

  it('shows what is not judged, with the reason', () => {
    const incomplete = model([], {
      complete: false,
      problems: [{ code: 'dynamic', message: 'The key is computed.', place: defined({}).place }],
    });
    const report = text(compare(catalog(incomplete), database(collection([live({ z: 1 })]))));
    assert.ok(report.includes('❔ {z: 1} (z_1) live, and not judged'), report);
    assert.ok(report.includes('models/Contact.js:1: The key is computed.'), report);
  });

  it('is the same text when painted, but for the colours', () => {
    const red: Paint = { good: wrap, bad: wrap, notice: wrap, faint: wrap, strong: wrap };
    const options = { root, address: '127.0.0.1:27017', all: true, commands: true };
    const painted = checkText(mixed, { ...options, paint: red });
    assert.notEqual(painted, text(mixed, true));
    assert.equal(painted.replaceAll(/<c>|<\/c>/g, ''), text(mixed, true));
  });
});

describe('the check for tools', () => {
  it('fails on the statuses that were asked for', () => {
    assert.equal(hasFindings(mixed, failOn), true);
    assert.equal(hasFindings(mixed, new Set(['extra'])), true);
    assert.equal(hasFindings(mixed, new Set(['building'])), false);
    assert.equal(hasFindings(mixed, new Set()), false);
  });

  it('is SARIF with a place for each finding that has one', () => {
    const [run] = checkSarif(mixed, root, failOn, '1.2.3').runs;
    assert.deepEqual(
      run!.results.map(({ ruleId, level }) => [ruleId, level]),
      [
        ['index-missing', 'error'],
        ['index-different', 'error'],
        ['index-hidden', 'note'],
        ['index-extra', 'note'],
        ['index-extra', 'note'],
      ],
    );
    const rules = new Set(run!.tool.driver.rules.map(({ id }) => id));
    for (const { ruleId } of run!.results) assert.ok(rules.has(ruleId), ruleId);
    assert.deepEqual(run!.results[0]!.locations[0], {
      physicalLocation: {
        artifactLocation: { uri: 'models/Contact.js' },
        region: { startLine: 20, startColumn: 1, endLine: 20, endColumn: 11 },
      },
      logicalLocations: [
        { fullyQualifiedName: 'petbuddy.contacts.companyId_1_social.facebookId_1', kind: 'index' },
      ],
    });
    assert.equal('physicalLocation' in run!.results[3]!.locations[0]!, false);
    const prints = run!.results.map((result) => result.partialFingerprints['indexLens/v1']);
    assert.equal(new Set(prints).size, prints.length);
  });

  it('annotates code on GitHub', () => {
    const lines = checkGithub(mixed, root, failOn).split('\n');
    assert.equal(
      lines[0],
      '::error file=models/Contact.js,line=20,col=1,endColumn=11,title=Index missing::' +
        'Index companyId_1_social.facebookId_1 is missing in `contacts` of `petbuddy`.',
    );
    assert.ok(lines[3]!.startsWith('::notice title=Index extra::'), lines[3]);
  });

  it('escapes what would break a workflow command', () => {
    const odd = compare(catalog(model([defined({ a: 1 }, {}, '100%\nsure')])), database());
    assert.ok(checkGithub(odd, root, failOn).includes('Index 100%25%0Asure is missing'));
  });

  it('is a table in Markdown whatever the names hold', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: fc.constantFrom('a', '|', '`', '*', '$', '<', '\\') }),
        (name) => {
          const comparison = compare(catalog(model([defined({ [name]: 1 }, {}, name)])), database());
          const [row] = checkMarkdown(comparison, root).split('\n').slice(-1);
          assert.equal(row!.replaceAll('\\|', '').match(/\|/g)?.length, 6, row);
        },
      ),
      { seed: 3 },
    );
  });
});

describe('relativePath', () => {
  it('names files from the root, also beside it', () => {
    assert.equal(relativePath('/app', '/app/models/a.js'), 'models/a.js');
    assert.equal(relativePath('/app/web', '/app/models/a.js'), '../models/a.js');
    assert.equal(relativePath('/app', '/app2/a.js'), '/app2/a.js');
    assert.equal(relativePath('C:/app', 'D:/a.js'), 'D:/a.js');
    assert.equal(relativePath('/', '/a.js'), 'a.js');
  });
});

function wrap(part: string): string {
  return `<c>${part}</c>`;
}

function text(comparison: Comparison, all = false): string {
  return checkText(comparison, { root, address: '127.0.0.1:27017', all, commands: true, paint: plainPaint });
}
