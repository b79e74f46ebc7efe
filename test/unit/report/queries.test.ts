import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runProgram } from '../../../src/cli/program.js';
import type { queriesJson } from '../../../src/report/queries-json.js';
import type { queriesSarif } from '../../../src/report/queries-sarif.js';
import { plainPaint } from '../../../src/report/paint.js';
import { parseDocument, petbuddy } from '../../server/run-cli.js';
import { removeFolders, SourceFolder } from '../source/source-folder.js';

describe('index-lens queries', () => {
  let cwd: string;

  before(async () => {
    cwd = await mkdtemp(path.join(os.tmpdir(), 'index-lens-queries-'));
  });
  after(async () => {
    await rm(cwd, { recursive: true, force: true });
    await removeFolders();
  });

  async function run(...args: string[]): Promise<{ readonly code: number; readonly printed: string }> {
    const printed: string[] = [];
    const code = await runProgram(['queries', ...args], {
      cwd,
      env: {},
      paint: plainPaint,
      signal: new AbortController().signal,
      print: (text) => {
        printed.push(text);
      },
      notice: () => undefined,
      progress: () => undefined,
      protect: () => undefined,
      confirm: () => Promise.resolve(null),
      confirmTyped: () => Promise.resolve(null),
    });
    return { code, printed: printed.join('\n') };
  }

  it("finds the two indexes that the seed's webhook lacks, and the prefix", async () => {
    const { code, printed } = await run(petbuddy, '--json');
    assert.equal(code, 1);
    const { queries, indexes } = parseDocument('queries', printed) as ReturnType<typeof queriesJson>;
    const lacking = queries.flatMap(({ collection, advice }) =>
      advice.flatMap(({ rule, index }) =>
        rule === 'missing-index' ? [`${collection} ${JSON.stringify(index?.key)}`] : [],
      ),
    );
    assert.deepEqual(lacking, [
      'companyintegrations [["facebookChatId",1]]',
      'companyintegrations [["instagramChatId",1]]',
    ]);
    const prefix = indexes.find(({ rule }) => rule === 'redundant-prefix');
    assert.equal(prefix?.indexes?.[0], 'companyId_1_locationId_1_start_1');
  });

  it('names exact places in SARIF and in annotations', async () => {
    const log = JSON.parse((await run(petbuddy, '--format', 'sarif')).printed) as ReturnType<
      typeof queriesSarif
    >;
    const found = log.runs[0]?.results.find(({ ruleId }) => ruleId === 'missing-index');
    assert.equal(found?.level, 'error');
    assert.deepEqual(found.locations[0], {
      physicalLocation: {
        artifactLocation: { uri: 'services/webhook.js' },
        region: { startLine: 6, startColumn: 29, endLine: 6, endColumn: 36 },
      },
      logicalLocations: [{ fullyQualifiedName: 'companyintegrations.facebookChatId_1', kind: 'index' }],
    });
    const annotations = (await run(petbuddy, '--format', 'github')).printed;
    assert.match(
      annotations,
      /^::error file=services\/webhook\.js,line=6,col=29,endColumn=36,title=missing-index::This findOne/m,
    );
  });

  it('has fingerprints in SARIF that stay where only lines change, and tell each finding from the others', async () => {
    const model = `const { Schema, model } = require('mongoose');
exports.User = model('User', new Schema({ name: String, mail: String }));`;
    const asks = (name: string) => `exports.${name} = (name) => User.findOne({ name });\n`;
    const head = "const { User } = require('./user');\n";
    const fingerprints = async (text: string) => {
      const source = await SourceFolder.of({ 'user.js': model, 'a.js': text });
      const log = JSON.parse((await run(source.root, '--format', 'sarif')).printed) as ReturnType<
        typeof queriesSarif
      >;
      return log.runs.flatMap(({ results }) =>
        results.map(({ partialFingerprints }) => partialFingerprints['indexLens/v1']),
      );
    };
    const twice = [
      'a.js | missing-index | User.findOne {name}',
      'a.js | missing-index | User.findOne {name} | 2',
    ];
    assert.deepEqual(await fingerprints(head + asks('a') + asks('b')), twice);
    assert.deepEqual(await fingerprints(`${head}\n\n${asks('a')}\n${asks('b')}`), twice);
    assert.deepEqual(await fingerprints(head + asks('a')), twice.slice(0, 1));
  });

  it('fails on what it is told to fail on', async () => {
    assert.equal((await run(petbuddy, '--fail-on', 'query-in-loop')).code, 0);
    assert.equal((await run(petbuddy, '--fail-on', 'query-in-loop,redundant-prefix')).code, 1);
    assert.equal((await run(petbuddy, '--exclude', 'services/webhook.js')).code, 0);
  });

  it('keeps the findings of a baseline quiet, wherever their lines go, and fails on new ones', async () => {
    const model = `const { Schema, model } = require('mongoose');
exports.User = model('User', new Schema({ name: String, mail: String }));`;
    const one = "const { User } = require('./user');\nexports.a = (name) => User.findOne({ name });";
    const source = await SourceFolder.of({ 'user.js': model, 'a.js': one });
    const file = path.join(cwd, 'baseline.json');
    assert.equal((await run(source.root, '--baseline', file)).code, 2);
    assert.equal((await run(source.root, '--baseline', file, '--update-baseline')).code, 0);
    const written = JSON.parse(await readFile(file, 'utf8')) as unknown;
    assert.deepEqual(written, {
      version: 1,
      findings: [{ rule: 'missing-index', file: 'a.js', about: 'User.findOne {name}', count: 1 }],
    });
    await writeFile(source.path('a.js'), one.replace('exports', '\n// moved\n\nexports'));
    const moved = await run(source.root, '--baseline', file);
    assert.deepEqual([moved.code, moved.printed.includes('1 more is in the baseline')], [0, true]);
    await writeFile(source.path('a.js'), `${one}\nexports.b = (name) => User.findOne({ name });`);
    assert.equal((await run(source.root, '--baseline', file)).code, 1);
    await writeFile(source.path('a.js'), one.replace('{ name }', '{ mail: name }'));
    const other = await run(source.root, '--baseline', file);
    assert.equal(other.code, 1);
    assert.match(other.printed, /by mail has no index/);
  });
});
