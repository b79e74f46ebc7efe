import { ensure as ensureIndexes, planEnsure } from '../ensure.js';
import { inspect } from '../inspect.js';
import type { EnsureOutcome, EnsurePlan, EnsureProgress } from '../model/ensure.js';
import { UserError } from '../model/user-error.js';
import { dryRunJson, ensureJson, ensureText, planText } from '../report/ensure.js';
import { plainPaint } from '../report/paint.js';
import { problemText } from '../report/relative-path.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { rootOf, withServer, type ServerOptions } from './target.js';
import type { Terminal } from './terminal.js';

export interface EnsureOptions extends ServerOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly only: readonly string[];
  readonly yes?: boolean;
}

/** Creates what is missing: the plan first, then the question, then what came of it. */
export async function ensure(dir: string, options: EnsureOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  return withServer(options, terminal, async (connection, database) => {
    const { signal, paint } = terminal;
    const { comparison } = await withSource(root, options, terminal, (reading) =>
      inspect(reading, connection, database, { signal }),
    );
    for (const problem of comparison.problems) terminal.notice(`⚠️ ${problemText(root, problem)}`);
    const plan = planEnsure(comparison, options.only);
    if (options.dryRun) {
      terminal.print(options.json ? JSON.stringify(dryRunJson(plan), null, 2) : planText(plan, paint));
      return createCount(plan) > 0 || leavesDifferent(plan) ? 1 : 0;
    }
    if (!options.yes && createCount(plan) > 0 && !(await agreed(plan, terminal))) {
      terminal.notice('Nothing was changed.');
      return 1;
    }
    const outcome = await ensureIndexes(connection, plan, {
      signal,
      onProgress: (event) => {
        terminal.progress(progressText(event));
      },
    });
    terminal.print(
      options.json ? JSON.stringify(ensureJson(plan, outcome), null, 2) : ensureText(plan, outcome, paint),
    );
    return isClean(outcome) ? 0 : 1;
  });
}

async function agreed(plan: EnsurePlan, terminal: Terminal): Promise<boolean> {
  terminal.notice(planText(plan, plainPaint));
  const answer = await terminal.confirm(`Create them in ${plan.database}?`);
  if (answer === null) {
    throw new UserError(
      'usage',
      'An ensure asks before it creates, and there is no terminal to ask on.',
      'Give --yes to create what is missing, or --dry-run to only see the plan.',
    );
  }
  return answer;
}

function createCount({ collections }: EnsurePlan): number {
  return collections.reduce((sum, { create }) => sum + create.length, 0);
}

function leavesDifferent({ collections }: EnsurePlan): boolean {
  return collections.some(({ skipped }) => skipped.some(({ reason }) => reason === 'different'));
}

function isClean({ failed, skipped, cancelled }: EnsureOutcome): boolean {
  return (
    failed.length === 0 && cancelled.length === 0 && skipped.every(({ reason }) => reason === 'building')
  );
}

function progressText({ collection, names, done, total, build }: EnsureProgress): string {
  const percent = typeof build?.percent === 'number' ? `, ${Math.round(build.percent)} %` : '';
  return `Creating ${names.length} in ${collection} (${done + 1} of ${total} collections${percent})`;
}
