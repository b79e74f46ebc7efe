import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { BSON } from 'mongodb';
import fc from 'fast-check';
import type { Json } from '../../src/model/json.js';
import type { QuerySite } from '../../src/model/query.js';
import { commandOf } from '../../src/query/command/command.js';
import { holeId } from '../../src/query/command/hole-id.js';
import { holesOf } from '../../src/query/command/holes.js';
import { optionalPartsOf, withoutParts } from '../../src/query/command/optional-parts.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { sentParts } from './sent-parts.js';
import { queryPrograms, type QueryProgram } from './query-programs.js';
import { emptyDatabase, uriFor } from './test-server.js';

// Read as text, filled with the values that the program is run with: the command is the one that Mongoose sends.

const runs = Number(process.env.INDEX_LENS_QUERY_RUNS ?? 120);
const seed = Number(process.env.INDEX_LENS_QUERY_SEED ?? 5);
const root = path.join(import.meta.dirname, '../..');

/** What holes are filled with, by the text that stands in the code; EJSON. */
const given: Readonly<Record<string, Json>> = {
  company: { _id: { $oid: '507f1f77bcf86cd799439021' } },
  id: '507f1f77bcf86cd799439022',
  ids: ['507f1f77bcf86cd799439023', { $oid: '507f1f77bcf86cd799439024' }],
  from: { $date: '2026-01-01T00:00:00.000Z' },
  to: '2026-02-01',
  name: 'rex',
  names: ['rex', 'ada'],
  n: '5',
  re: { $regularExpression: { pattern: '^r', options: 'i' } },
  limit: 15,
  page: 3,
  dir: -1,
};
const values: Readonly<Record<string, Json>> = {
  ...given,
  companyId: { $oid: '507f1f77bcf86cd799439021' },
  'company._id': { $oid: '507f1f77bcf86cd799439021' },
  '(page - 1) * PAGE': 40,
  'page - 1 * PAGE': 40,
};

interface Answer {
  readonly error: string;
  readonly command: Readonly<Record<string, Json>> | null;
}

describe('queries against Mongoose', function () {
  this.timeout(60_000 + runs * 1_000);
  let folder: string;
  let child: ChildProcess;
  let workspace: Workspace;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-queries-'));
    await copyFile(path.join(root, 'test/fixtures/queries/models.js'), path.join(folder, 'models.js'));
    await mkdir(path.join(folder, 'node_modules'));
    const asked = process.env.INDEX_LENS_ORACLE_PACKAGE ?? 'mongoose';
    await symlink(path.join(root, 'node_modules', asked), path.join(folder, 'node_modules/mongoose'));
    const db = await emptyDatabase('app');
    await db.collection('contacts').insertMany(
      Array.from({ length: 300 }, (_, n) => ({
        age: n % 70,
        status: n % 2 ? 'open' : 'closed',
        tags: ['a', `${n}`],
      })),
    );
    child = fork(path.join(import.meta.dirname, 'query-child.ts'), [folder, uriFor('writer')], {
      execArgv: ['--import=tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'message');
    workspace = new Workspace();
    await workspace.scan([path.join(folder, 'models.js')]);
  });

  after(async () => {
    child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  async function sentBy({ text, flag }: QueryProgram): Promise<Answer> {
    const file = path.join(folder, `q${(count += 1)}.js`);
    await writeFile(file, text);
    const answer = once(child, 'message') as Promise<[Answer]>;
    child.send({ file, given: { ...given, flag } });
    return (await answer)[0];
  }

  async function readOf({ text, flag }: QueryProgram): Promise<QuerySite> {
    const lines = text.split('\n');
    const last = lines.findIndex((one) => /^ {2}return /u.test(one));
    // A query over several statements begins before its last one.
    const first = lines.findIndex((one) => /^ {2}(?:const query|return) /u.test(one));
    const range = {
      start: { line: first, character: 2 },
      end: { line: last, character: lines[last]?.length ?? 0 },
    };
    const site = await workspace.queryAt(path.join(folder, 'asked.js'), range, text);
    return flag ? site : withoutParts(site, new Set(optionalPartsOf(site).map(({ id }) => id)));
  }

  it('read from text they are what Mongoose sends', async () => {
    const catalog = await workspace.settle();
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(queryPrograms, async (program) => {
        const { command, error } = await sentBy(program);
        if (command === null) {
          refused += 1;
          if (process.env.INDEX_LENS_ORACLE_SHOW) console.log(error, program.text);
          return;
        }
        const site = await readOf(program);
        const input = Object.fromEntries(
          [...holesOf(site), ...othersOf(site)].flatMap(({ path: at, text }) => {
            const value = values[text];
            return value === undefined ? [] : [[holeId(at, text), value]];
          }),
        );
        const paths = catalog.models.find(({ model }) => model === site.model)?.paths ?? [];
        const built = commandOf(site, { input, schema: { paths } });
        assert.deepEqual(sentParts(asSent(built.command)), sentParts(asSent(command)), program.text);
        assert.ok(site.complete, `${program.text}\n${JSON.stringify(site.problems)}`);
      }),
      { numRuns: runs, seed, endOnFailure: Boolean(process.env.INDEX_LENS_ORACLE_FAST) },
    );
    assert.ok(refused <= runs / 5, `Mongoose refused ${refused} of ${runs} programs`);
    if (process.env.INDEX_LENS_ORACLE_SHOW) console.log({ runs, seed, refused });
  });
});

/** Values as EJSON writes them that comes from the server: dates with milliseconds. */
function asSent(command: object): Answer['command'] & object {
  return BSON.EJSON.serialize(BSON.EJSON.deserialize(command));
}

/** Holes outside the filter. */
function othersOf({ limit, skip, sort }: QuerySite): { path: string; text: string }[] {
  const found: { path: string; text: string }[] = [];
  for (const [name, part] of Object.entries({ limit, skip }))
    if (part?.kind === 'hole') found.push({ path: name, text: part.text });
  if (sort?.kind === 'object')
    for (const { key, value } of sort.entries)
      if (value.kind === 'hole') found.push({ path: `sort.${key}`, text: value.text });
  return found;
}
