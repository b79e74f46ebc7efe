import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { checkJson } from '../../src/report/check-json.js';
import type { ensureJson } from '../../src/report/ensure.js';
import type { explainJson } from '../../src/report/explain-json.js';
import type { modelsJson } from '../../src/report/models.js';
import { parseDocument, petbuddy, runCli, runScript, type CliRun } from './run-cli.js';
import { emptyDatabase, uriFor } from './test-server.js';

/** The seed's indexes, by collection, in its order. */
const seed = {
  contacts: [
    '{"companyId":1,"social.facebookId":1}',
    '{"companyId":1,"social.instagramId":1}',
    '{"companyId":1,"social.whatsapp":1}',
    '{"companyId":1,"phone":1}',
    '{"companyId":1,"email":1}',
    '{"companyId":1,"contactStatus":1}',
    '{"companyId":1,"lastMessageAt":-1}',
    '{"companyId":1,"createdAt":-1}',
  ],
  messages: [
    '{"contact_id":1,"platform":1,"created_at":1}',
    '{"company_id":1,"platform":1,"created_at":-1}',
    '{"contact_id":1,"created_at":-1}',
    '{"content":"text"}',
  ],
  appointments: [
    '{"companyId":1,"locationId":1,"staffId":1,"start":1,"end":1}',
    '{"companyId":1,"locationId":1,"customerId":1}',
    '{"companyId":1,"locationId":1,"status":1}',
    '{"companyId":1,"locationId":1,"start":1}',
    '{"companyId":1,"locationId":1,"start":1,"status":1}',
    '{"companyId":1,"googleCalendarEventId":1}',
  ],
  companyintegrations: ['{"companyId":1}'],
};

const contacts = 2_000;

// One story, told in order: each test goes on where the one before it stopped.
describe('the command line on PetBuddy', function () {
  this.timeout(120_000);
  const env = () => ({ INDEX_LENS_URI: uriFor('writer') });
  const lens = (...args: string[]) => runCli(args, { env: env() });

  before(async () => {
    await emptyDatabase('app');
    const sizes = [
      '--contacts',
      String(contacts),
      '--messages',
      '4000',
      '--appointments',
      '1000',
      '--companies',
      '20',
    ];
    const made = await runScript(['scripts/generate.js', ...sizes], { env: { ...process.env, ...env() } });
    assert.equal(made.code, 0, made.stderr);
  });

  after(async () => {
    await emptyDatabase('app');
  });

  it('models: exactly the 19 indexes of the seed, each at its place', async () => {
    const document = parse<typeof modelsJson>('models', await runCli(['models', '--json']), 0);
    const found = document.models.map(({ collection, indexes }) => [
      collection,
      indexes.map(({ key }) => JSON.stringify(Object.fromEntries(key))),
    ]);
    assert.deepEqual(Object.fromEntries(found), seed);
    assert.equal(document.models.flatMap(({ indexes }) => indexes).length, 19);
    assert.deepEqual(document.problems, []);
    for (const { model, complete, autoIndex, indexes, ...at } of document.models) {
      assert.equal(complete, true);
      assert.equal(autoIndex, null);
      assert.equal(await textAt(at), `mongoose.model('${model ?? ''}'`);
      for (const index of indexes) {
        assert.equal(index.origin, 'schema.index');
        assert.equal(index.named, false);
        assert.match(await textAt(index), /^\w+Schema\.index\(/);
      }
    }
    const [integration] = document.models.filter((one) => one.collection === 'companyintegrations');
    assert.deepEqual(integration!.indexes[0]!.options, { unique: true });
  });

  it('models: the same for people', async () => {
    const { code, stdout, stderr } = await runCli(['models', '.']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /Contact → contacts \(8 indexes\) models\/Contact\.js:\d+/);
    assert.match(stdout, /4 models define 19 indexes\.\n$/);
    assert.equal(stdout.includes('\u001b'), false);
  });

  it('check: all missing, exit 1', async () => {
    const document = parse<typeof checkJson>('check', await lens('check', '--json'), 1);
    assert.equal(document.database, 'app');
    assert.equal(document.summary.missing, 19);
    const judged = document.collections.map(({ collection, indexes }) => [
      collection,
      indexes.map(({ key }) => JSON.stringify(Object.fromEntries(key))),
    ]);
    assert.deepEqual(Object.fromEntries(judged), seed);
    const [first] = document.collections.filter(({ collection }) => collection === 'contacts');
    assert.equal(first!.documents, contacts);
  });

  it('ensure: without a terminal it wants --yes, and changes nothing', async () => {
    const { code, stdout, stderr } = await lens('ensure');
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /19 indexes to create/);
    assert.match(lastLine(stderr), /^index-lens: .*Give --yes/);
    const document = parse<typeof checkJson>('check', await lens('check', '--json'), 1);
    assert.equal(document.summary.missing, 19);
  });

  it('ensure --dry-run: says what it would create, and changes nothing', async () => {
    const document = parse<typeof ensureJson>('ensure', await lens('ensure', '--dry-run', '--json'), 1);
    assert.equal(document.dryRun, true);
    assert.equal(document.created.length, 19);
    assert.equal(parse<typeof checkJson>('check', await lens('check', '--json'), 1).summary.missing, 19);
  });

  it('explain: before, it reads the whole collection', async () => {
    const document = parse<typeof explainJson>(
      'explain',
      await lens('explain', '--json', '--at', 'services/contacts.js:5'),
      0,
    );
    assert.equal(document.verdict, 'bad');
    assert.equal(document.query.plan, 'COLLSCAN');
    assert.equal(document.query.file, 'services/contacts.js');
    assert.deepEqual(document.query.filter, [
      { path: 'companyId', predicate: 'equality', optional: false },
      { path: 'social.facebookId', predicate: 'equality', optional: false },
    ]);
    assert.equal(document.metrics!.docsExamined, contacts);
    assert.equal(document.metrics!.returned, 1);
    assert.deepEqual(document.indexes, []);
    assert.deepEqual(
      document.values.map(({ path: name, from }) => [name, from]),
      [
        ['companyId', 'sample'],
        ['social.facebookId', 'sample'],
      ],
    );
  });

  it('ensure --only: creates what is missing of one model', async () => {
    const document = parse<typeof ensureJson>(
      'ensure',
      await lens('ensure', '--only', 'Contact', '--yes', '--json'),
      0,
    );
    assert.deepEqual(
      document.created.map(({ key }) => JSON.stringify(Object.fromEntries(key))),
      seed.contacts,
    );
    assert.equal(document.existing, 0);
  });

  it('ensure: says for each model how many there are and how many are new', async () => {
    const { code, stdout, stderr } = await lens('ensure', '--yes');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /✅ Message: 4 indexes \(4 new\) in [\d,]+ ms\n/);
    assert.match(stdout, / {3}\+ contact_id_1_created_at_-1: contact_id, created_at\n/);
    assert.match(stdout, /✅ Nothing new for Contact \(8 indexes\)/);
    assert.match(stdout, /11 indexes created\.\n$/);
  });

  it('ensure: a second time there is nothing to do, and nothing to ask', async () => {
    const document = parse<typeof ensureJson>('ensure', await lens('ensure', '--json'), 0);
    assert.deepEqual(document, {
      version: 1,
      dryRun: false,
      created: [],
      existing: 19,
      skipped: [],
      failed: [],
    });
  });

  it('check: all applied, exit 0', async () => {
    const document = parse<typeof checkJson>('check', await lens('check', '--json'), 0);
    assert.deepEqual(document.summary, {
      applied: 19,
      missing: 0,
      different: 0,
      extra: 0,
      building: 0,
      hidden: 0,
    });
    const { code, stdout } = await lens('check');
    assert.equal(code, 0);
    assert.match(stdout, /All 19 defined indexes are applied in `app`\.\n$/);
    const [short, long] = ['companyId_1_locationId_1_start_1', 'companyId_1_locationId_1_start_1_status_1'];
    const advice = document.collections.flatMap((one) => one.advice);
    assert.deepEqual(
      advice.map(({ rule, severity, indexes }) => ({ rule, severity, indexes })),
      [{ rule: 'redundant-prefix', severity: 'info', indexes: [short, long] }],
    );
    assert.ok(
      stdout.includes(`💡 appointments: \`${short}\` is a prefix of \`${long}\`, which serves`),
      stdout,
    );
    assert.equal((await lens('check', '--fail-on', 'redundant-prefix')).code, 1);
  });

  it('explain: after, it reads one document by the index', async () => {
    const document = parse<typeof explainJson>(
      'explain',
      await lens('explain', '--json', '--at', 'services/contacts.js:5:38'),
      0,
    );
    assert.equal(document.verdict, 'good');
    assert.equal(document.query.plan, 'IXSCAN');
    assert.deepEqual(document.indexes, ['companyId_1_social.facebookId_1']);
    assert.deepEqual([document.metrics!.docsExamined, document.metrics!.keysExamined], [1, 1]);
    const [fetch] = document.plan.inputs;
    const [scan] = fetch!.inputs;
    assert.deepEqual([document.plan.stage, fetch!.stage, scan!.stage], ['LIMIT', 'FETCH', 'IXSCAN']);
    assert.equal(scan!.index, 'companyId_1_social.facebookId_1');
    assert.match(scan!.facts!.bounds!, /^companyId = .+; social\.facebookId = ".+"$/);
    assert.deepEqual([scan!.keysExamined, fetch!.docsExamined, document.plan.returned], [1, 1, 1]);
    const { stdout } = await lens('explain', '--at', 'services/contacts.js:5');
    assert.match(stdout, /└─ IXSCAN companyId_1_social\.facebookId_1/);
    const markdown = await lens('explain', '--format', 'markdown', '--at', 'services/contacts.js:5');
    assert.match(markdown.stdout, /^## ✅ Contact\.findOne\n/);
    for (const { message } of document.reasons) assert.ok(stdout.includes(message), message);
  });

  it('check: an extra index fails only where that was asked for; a different one does', async () => {
    const db = await emptyDatabase('app');
    await db.collection('contacts').createIndex({ city: 1 });
    await lens('ensure', '--yes');
    assert.equal((await lens('check')).code, 0);
    assert.equal((await lens('check', '--fail-on', 'missing,extra')).code, 1);
    await db.collection('companyintegrations').dropIndex('companyId_1');
    await db.collection('companyintegrations').createIndex({ companyId: 1 });
    const document = parse<typeof checkJson>('check', await lens('check', '--json'), 1);
    const [index] = document.collections
      .flatMap(({ indexes }) => indexes)
      .filter(({ status }) => status === 'different');
    assert.deepEqual(index!.differences, ['unique']);
    const outcome = parse<typeof ensureJson>('ensure', await lens('ensure', '--yes', '--json'), 1);
    assert.deepEqual(outcome.skipped, [
      { collection: 'companyintegrations', name: 'companyId_1', reason: 'different' },
    ]);
  });

  it('check: each other format says the same', async () => {
    const sarif = await lens('check', '--format', 'sarif');
    assert.equal(sarif.code, 1);
    const [run] = (JSON.parse(sarif.stdout) as { runs: { results: { ruleId: string }[] }[] }).runs;
    assert.deepEqual(run!.results.map(({ ruleId }) => ruleId).sort(), [
      'index-different',
      'index-extra',
      'redundant-prefix',
    ]);
    assert.match(
      (await lens('check', '--format', 'github')).stdout,
      /^::error file=models\/CompanyIntegration\.js,line=\d+,/m,
    );
    assert.match((await lens('check', '--format', 'markdown')).stdout, /^\| 🔶 \| `companyintegrations` \|/m);
  });

  it('check: a role that may not read usage gets everything else, and is told which role would', async () => {
    const without = parse<typeof checkJson>('check', await lens('check', '--json'), 1);
    assert.ok(without.collections.flatMap(({ indexes }) => indexes).every(({ usage }) => usage === null));
    assert.match(without.problems.map(({ message }) => message).join(), /clusterMonitor/);
    const uri = uriFor('readerAndMonitor');
    const permitted = parse<typeof checkJson>('check', await runCli(['check', '--json', '--uri', uri]), 1);
    assert.ok(permitted.collections.flatMap(({ indexes }) => indexes).some(({ usage }) => usage !== null));
    assert.deepEqual(permitted.problems, []);
  });
});

/** A document that keeps to its schema, from a run that ended with `code` and said nothing else. */
function parse<T extends (...args: never[]) => unknown>(
  name: 'models' | 'check' | 'ensure' | 'explain',
  run: CliRun,
  code: number,
): ReturnType<T> {
  assert.equal(run.code, code, run.stderr || run.stdout);
  return parseDocument(name, run.stdout) as ReturnType<T>;
}

/** The source from a place on to the first comma or the end of its line. */
async function textAt(at: { file: string; line: number; column: number }): Promise<string> {
  const lines = (await readFile(path.join(petbuddy, at.file), 'utf8')).split('\n');
  const rest = lines[at.line - 1]!.slice(at.column - 1);
  return rest.split(',')[0]!;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)!;
}
