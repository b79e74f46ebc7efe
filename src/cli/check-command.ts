import { advise } from '../advise.js';
import { inspect } from '../inspect.js';
import type { Comparison, FindingKind } from '../model/comparison.js';
import { checkGithub } from '../report/check-github.js';
import { checkJson } from '../report/check-json.js';
import { checkMarkdown } from '../report/check-markdown.js';
import { checkSarif } from '../report/check-sarif.js';
import { checkText } from '../report/check-text.js';
import { hasFindings } from '../report/findings.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { requireListed } from './require-listed.js';
import { rootOf, withServer, type ServerOptions } from './target.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

export const checkFormats = ['text', 'json', 'sarif', 'markdown', 'github'] as const;

export interface CheckOptions extends ServerOptions {
  readonly json?: boolean;
  readonly format: (typeof checkFormats)[number];
  readonly failOn: ReadonlySet<FindingKind>;
  readonly budget: number;
  readonly unusedAfter: number;
  readonly all?: boolean;
}

/** Defined against live. */
export async function check(dir: string, options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  return withServer(options, terminal, async (connection, database) => {
    const inspected = await withSource(root, options, terminal, (reading) =>
      inspect(reading, connection, database, {
        signal: terminal.signal,
        onProgress: (done, total) => {
          terminal.progress(`Reading the indexes of ${database}: ${done} of ${total} collections`);
        },
      }),
    );
    const limits = { indexesPerCollection: options.budget, unusedAfterDays: options.unusedAfter };
    const comparison = advise(inspected.comparison, inspected.live, limits);
    terminal.print(report(comparison, root, connection.address, options, terminal));
    const unlisted = comparison.collections.filter((one) => one.unlisted.length > 0);
    requireListed(
      unlisted.map(({ collection }) => collection),
      database,
    );
    return hasFindings(comparison, options.failOn) ? 1 : 0;
  });
}

function report(
  comparison: Comparison,
  root: string,
  address: string,
  { json, format, failOn, all = false }: CheckOptions,
  { paint }: Terminal,
): string {
  switch (json ? 'json' : format) {
    case 'text':
      return checkText(comparison, { root, address, all, commands: true, paint });
    case 'json':
      return JSON.stringify(checkJson(comparison, root), null, 2);
    case 'sarif':
      return JSON.stringify(checkSarif(comparison, root, failOn, version), null, 2);
    case 'markdown':
      return checkMarkdown(comparison, root);
    case 'github':
      return checkGithub(comparison, root, failOn);
  }
}
