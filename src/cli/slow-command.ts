import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connected } from '../advise-queries.js';
import { inspect } from '../inspect.js';
import { defaultLimits } from '../model/advice.js';
import type { Catalog } from '../model/catalog.js';
import type { SlowRecords } from '../model/slow.js';
import { UserError } from '../model/user-error.js';
import { fails } from '../report/query-findings.js';
import { slowJson, slowText } from '../report/slow.js';
import { readProfile } from '../server/read-profile.js';
import { slowQueries } from '../slow.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { rootOf, withServer, type ServerOptions } from './target.js';
import type { Terminal } from './terminal.js';

export interface SlowOptions extends ServerOptions {
  readonly json?: boolean;
  /** In milliseconds. */
  readonly above: number;
  readonly log?: string;
}

interface Read {
  readonly catalog: Catalog;
  readonly connected: Connected | null;
  readonly records: SlowRecords;
}

/** Slow queries, and where the code asks them: by the server's profiler, or with `--log` by its log. */
export async function slow(dir: string, options: SlowOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  const { catalog, connected, records } = await read(root, options, terminal);
  const found = slowQueries(records, options.above, catalog, connected, {
    limits: defaultLimits,
    rules: {},
    rootOf: () => `${root}/`,
  });
  terminal.print(
    options.json
      ? JSON.stringify(slowJson(found, records.source, root), null, 2)
      : slowText(found, options.above, root, terminal.paint),
  );
  const unserved = new Set(['unserved'] as const);
  return found.some(({ findings }) => findings.some((one) => fails(one, unserved))) ? 1 : 0;
}

/** With a log a server is asked only where `--uri` names one. */
async function read(root: string, options: SlowOptions, terminal: Terminal): Promise<Read> {
  const logged = options.log === undefined ? null : await readLog(options.log, terminal);
  if (logged && options.uri === undefined)
    return withSource(root, options, terminal, async (reading) => ({
      catalog: await reading,
      connected: null,
      records: logged,
    }));
  return withServer(options, terminal, (connection, database) =>
    withSource(root, options, terminal, async (reading) => {
      const { signal } = terminal;
      const { catalog, comparison, live } = await inspect(reading, connection, database, { signal });
      const connected = { comparison, live };
      if (logged) return { catalog, connected, records: logged };
      const { records, isOn } = await readProfile(connection, database, options.above, signal);
      if (isOn === false)
        terminal.notice(
          `The profiler of ${database} is off. Turn it on with db.setProfilingLevel(1, { slowms: ${options.above} }), or give the server's log with --log.`,
        );
      return { catalog, connected, records: { source: 'profiler', records } };
    }),
  );
}

async function readLog(name: string, { cwd }: Terminal): Promise<SlowRecords> {
  const text = await readFile(resolve(cwd, name), 'utf8').catch(() => null);
  if (text !== null) return { source: 'log', text };
  throw new UserError(
    'usage',
    `The log ${name} cannot be read.`,
    "Name a file of the server's log, version 4.4 or later.",
  );
}
