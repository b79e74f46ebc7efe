import { ensure as ensureIndexes, planEnsure, startEnsure } from '../ensure.js';
import { inspect } from '../inspect.js';
import type { Comparison } from '../model/comparison.js';
import type { EnsurePlan } from '../model/ensure.js';
import { UserError } from '../model/user-error.js';
import { dryRunJson, ensureJson, ensureText, planText } from '../report/ensure.js';
import { plainPaint } from '../report/paint.js';
import { problemText } from '../report/relative-path.js';
import { startedJson, startedText } from '../report/started.js';
import type { Connection } from '../server/connect.js';
import { createCount, isClean, leavesDifferent, progressText, unlistedIn } from './ensure-facts.js';
import { refuseContradictions, type EnsureOptions } from './ensure-options.js';
import type { ExitCode } from './failure.js';
import { requireListed } from './require-listed.js';
import { withSource } from './read-source.js';
import { synchronise } from './synchronise.js';
import { rootOf, withServer } from './target.js';
import { printReport, type Terminal } from './terminal.js';

/** Creates what is missing, or makes all as the code has it: the plan first, then the question, then what came of it. */
export async function ensure(dir: string, options: EnsureOptions, terminal: Terminal): Promise<ExitCode> {
  refuseContradictions(options);
  const root = rootOf(dir, terminal);
  return withServer(options, terminal, async (connection, database) => {
    const { comparison } = await withSource(root, options, terminal, (reading) =>
      inspect(reading, connection, database, { signal: terminal.signal }),
    );
    for (const problem of comparison.problems) terminal.notice(`⚠️ ${problemText(root, problem)}`);
    const carryOut = options.sync ? synchronise : createMissing;
    const code = await carryOut(connection, comparison, options, terminal);
    requireListed(unlistedIn(planEnsure(comparison, options.only)), database);
    return code;
  });
}

async function createMissing(
  connection: Connection,
  comparison: Comparison,
  options: EnsureOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { signal, paint } = terminal;
  const plan = planEnsure(comparison, options.only);
  if (options.dryRun) {
    printReport(terminal, options, dryRunJson(plan), planText(plan, paint));
    return createCount(plan) > 0 || leavesDifferent(plan) ? 1 : 0;
  }
  if (!options.yes && createCount(plan) > 0 && !(await agreed(plan, terminal))) {
    terminal.notice('Nothing was changed.');
    if (options.json) printReport(terminal, options, dryRunJson(plan), '');
    return 1;
  }
  if (options.background) {
    terminal.progress('Starting builds');
    const started = await startEnsure(connection, plan, { signal });
    printReport(terminal, options, startedJson(plan, started), startedText(plan, started, paint));
    const isStarted = started.failed.length + started.notStarted.length === 0;
    return isStarted && !leavesDifferent(plan) ? 0 : 1;
  }
  const outcome = await ensureIndexes(connection, plan, {
    signal,
    onProgress: (event) => {
      terminal.progress(progressText(event));
    },
  });
  printReport(terminal, options, ensureJson(plan, outcome), ensureText(plan, outcome, paint));
  return isClean(outcome) ? 0 : 1;
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
