import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connected } from '../advise-queries.js';
import { inspect } from '../inspect.js';
import { defaultLimits } from '../model/advice.js';
import type { Catalog } from '../model/catalog.js';
import type { QueryReport } from '../model/query-report.js';
import { UserError } from '../model/user-error.js';
import { queryReport } from '../query-report.js';
import { baselineOf, parseBaseline, withoutKnown } from '../report/baseline.js';
import { counted } from '../report/index-words.js';
import { queriesGithub } from '../report/queries-github.js';
import { queriesJson } from '../report/queries-json.js';
import { queriesMarkdown } from '../report/queries-markdown.js';
import { queriesSarif } from '../report/queries-sarif.js';
import { queriesText } from '../report/queries-text.js';
import { allFindings, fails, type QueryFailure } from '../report/query-findings.js';
import type { checkFormats } from './check-command.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { rootOf, withServer, type ServerOptions } from './target.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

export interface QueriesOptions extends ServerOptions {
  readonly json?: boolean;
  readonly format: (typeof checkFormats)[number];
  readonly failOn: ReadonlySet<QueryFailure>;
  readonly budget: number;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly all?: boolean;
}

/** What the code asks, and which index serves it: by what code defines; with `--uri` by what is live. */
export async function queries(dir: string, options: QueriesOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  const baseline = options.baseline === undefined ? null : resolve(terminal.cwd, options.baseline);
  if (options.updateBaseline && baseline === null)
    throw new UserError('usage', '--update-baseline needs a file.', 'Name it with --baseline FILE.');
  const known = baseline === null || options.updateBaseline ? null : await readBaseline(baseline);
  const { catalog, connected } = await read(root, options, terminal);
  const report = queryReport(catalog, connected, {
    limits: { ...defaultLimits, indexesPerCollection: options.budget },
    rules: {},
    rootOf: () => `${root}/`,
  });
  if (baseline !== null && options.updateBaseline) {
    const written = baselineOf(report, root);
    await writeBaseline(baseline, `${JSON.stringify(written, null, 2)}\n`);
    terminal.print(
      `${counted(allFindings(report).length, 'finding')} in the baseline now: ${options.baseline ?? ''}`,
    );
    return 0;
  }
  const told = known ? withoutKnown(report, known, root) : report;
  terminal.print(reported(told, root, options, terminal));
  return allFindings(told).some((finding) => fails(finding, options.failOn)) ? 1 : 0;
}

/** A server is asked only where `--uri` names one: whoever has one in the environment may want the code alone. */
async function read(
  root: string,
  options: QueriesOptions,
  terminal: Terminal,
): Promise<{ readonly catalog: Catalog; readonly connected: Connected | null }> {
  if (options.uri === undefined)
    return withSource(root, options, terminal, async (reading) => ({
      catalog: await reading,
      connected: null,
    }));
  return withServer(options, terminal, (connection, database) =>
    withSource(root, options, terminal, async (reading) => {
      const { catalog, comparison, live } = await inspect(reading, connection, database, {
        signal: terminal.signal,
      });
      return { catalog, connected: { comparison, live } };
    }),
  );
}

function reported(
  report: QueryReport,
  root: string,
  { json, format, failOn, all = false }: QueriesOptions,
  { paint }: Terminal,
): string {
  switch (json ? 'json' : format) {
    case 'text':
      return queriesText(report, { root, all, paint });
    case 'json':
      return JSON.stringify(queriesJson(report, root), null, 2);
    case 'sarif':
      return JSON.stringify(queriesSarif(report, root, failOn, version), null, 2);
    case 'markdown':
      return queriesMarkdown(report, root);
    case 'github':
      return queriesGithub(report, root, failOn);
  }
}

async function readBaseline(file: string) {
  const text = await readFile(file, 'utf8').catch(() => null);
  const baseline = text === null ? null : parseBaseline(text);
  if (baseline) return baseline;
  throw new UserError(
    'usage',
    text === null ? `There is no baseline ${file}.` : `${file} is no baseline.`,
    'Write it with --update-baseline.',
  );
}

async function writeBaseline(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch(() => {
    throw new UserError('usage', `${file} cannot be written.`, 'Name another file with --baseline.');
  });
}
