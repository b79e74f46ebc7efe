import { planSync, sync } from '../ensure.js';
import type { Comparison } from '../model/comparison.js';
import type { ChangeProgress, IndexChange } from '../model/index-change.js';
import type { SyncPlan } from '../model/sync.js';
import { UserError } from '../model/user-error.js';
import { changeProgressText } from '../report/change-words.js';
import { plainPaint } from '../report/paint.js';
import {
  syncDryRunJson,
  syncJson,
  syncPlanText,
  syncText,
  takenAway,
  type KeptExtras,
} from '../report/sync.js';
import type { Connection } from '../server/connect.js';
import type { EnsureOptions } from './ensure-options.js';
import { createCount, isClean, leavesDifferent, progressText } from './ensure-facts.js';
import type { ExitCode } from './failure.js';
import { printReport, type Terminal } from './terminal.js';

/** Creates, settles and, with `--drop-extra`, drops. What takes something away is agreed to by typing the database's name. */
export async function synchronise(
  connection: Connection,
  comparison: Comparison,
  options: EnsureOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { signal, paint } = terminal;
  const whole = planSync(comparison, options.only);
  const plan = options.dropExtra ? whole : { ...whole, drop: [] };
  const shown: KeptExtras = { plan, kept: options.dropExtra ? [] : whole.drop };
  if (options.dryRun) {
    printReport(terminal, options, syncDryRunJson(shown), syncPlanText(shown, paint));
    return isNothing(plan) && !leavesDifferent(plan.ensure) ? 0 : 1;
  }
  if (!options.yes && !isNothing(plan) && !(await agreed(shown, terminal))) {
    terminal.notice('Nothing was changed.');
    if (options.json) printReport(terminal, options, syncDryRunJson(shown), '');
    return 1;
  }
  const outcome = await sync(connection, plan, {
    signal,
    onProgress: (event) => {
      terminal.progress(progressText(event));
    },
    onChange: changeTeller(terminal),
  }).finally(() => {
    terminal.protect(null);
  });
  printReport(terminal, options, syncJson(shown, outcome), syncText(shown, outcome, paint));
  return isClean(outcome.ensure) && outcome.changes.every(({ failure }) => failure === null) ? 0 : 1;
}

const puttingBack = 'Putting back what was changed: do not interrupt.';

/** Tells how far each change is; that something is put back, each time that this begins. */
function changeTeller(terminal: Terminal): (change: IndexChange, progress: ChangeProgress) => void {
  let toldOf: IndexChange | null = null;
  return (change, progress) => {
    const { step, done, total, isTakingBack } = progress;
    // Also before that: from the first Ctrl+C on, what was dropped has to be put back.
    terminal.protect(puttingBack);
    if (isTakingBack && toldOf !== change) terminal.notice(puttingBack);
    if (isTakingBack) toldOf = change;
    const doing = isTakingBack ? `Putting back ${step.index.name}` : `Settling ${change.index.name}`;
    terminal.progress(
      `${doing} of ${change.collection}: ${changeProgressText(progress)} (step ${done + 1} of ${total})`,
    );
  };
}

async function agreed(shown: KeptExtras, terminal: Terminal): Promise<boolean> {
  const { plan } = shown;
  const { database } = plan.ensure;
  terminal.notice(syncPlanText(shown, plainPaint));
  const taken = takenAway(plan);
  const answer = taken
    ? await terminal.confirmTyped(taken, database)
    : await terminal.confirm(`Make this so in ${database}?`);
  if (answer === null) {
    throw new UserError(
      'usage',
      'A sync asks before it changes anything, and there is no terminal to ask on.',
      'Give --yes to carry it out, or --dry-run to only see the plan.',
    );
  }
  return answer;
}

function isNothing({ ensure, settle, drop }: SyncPlan): boolean {
  return createCount(ensure) + settle.length + drop.length === 0;
}
