import type { ReportProgress } from '../host/progress.js';
import type { ScratchDatabases } from '../host/scratch-databases.js';
import { measureStrategies, scratchName, type MeasuringProgress } from '../measure-strategies.js';
import type { Catalog } from '../model/catalog.js';
import type { Steps } from '../model/steps.js';
import type { CollectionStrategy } from '../model/strategy.js';
import type { Connected, StrategyScope } from '../plan-strategies.js';
import { counted } from '../report/index-words.js';
import { some } from '../report/words.js';
import { confirmChange, requireTrials } from './confirm-change.js';
import type { LiveServer } from './live-server.js';

/** What strategies are measured on. */
interface Measured {
  readonly catalog: Catalog;
  readonly connected: Connected;
  readonly scope: StrategyScope;
  readonly take: <T>(steps: Steps<T>) => Promise<T>;
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

type Measure = (on: Measured) => Promise<readonly CollectionStrategy[]>;

/** Measures strategies on copies, of which nothing is left but their figures. */
export class StrategyMeasuring {
  readonly #scratch: ScratchDatabases;

  constructor(scratch: ScratchDatabases) {
    this.#scratch = scratch;
  }

  /** Null: it was not agreed to. Throws UserError, `usage` on a production or read-only connection. */
  async agreed(server: LiveServer, collections: readonly string[]): Promise<Measure | null> {
    requireTrials(server.snapshot);
    const { connection, database } = server.current();
    const scratch = scratchName(new Date());
    const isAgreed = await confirmChange(server.snapshot, {
      message: 'Measure the strategy on a sample copy?',
      database,
      detail: [
        `The server copies up to 20,000 documents (32 MB at most) of ${some(collections)}${collections.length > 1 ? ', one after the other,' : ''} into the new database ${scratch}.`,
        'It builds the indexes of the strategy there, those of now and others to compare them with, the queries of the code are explained, and the copy is dropped again.',
      ].join('\n\n'),
      action: 'Measure',
      typed: null,
    });
    if (!isAgreed) return null;
    return async ({ catalog, connected, scope, take, signal, report }) => {
      server.requireStill({ connection, database });
      await this.#scratch.begun(server.id, scratch);
      const place = { connection, database, scratch, catalog, signal };
      const strategies = await measureStrategies(connected, scope, place, {
        take,
        report: (progress) => {
          report(progressWords(progress), progress.done, progress.total);
        },
      });
      // Where dropping it failed, its name is kept for the next connect.
      await this.#scratch.dropped(scratch);
      return strategies;
    };
  }
}

function progressWords({ collection, sets }: MeasuringProgress): string {
  return sets === 0 ? `copying ${collection}` : `${collection}, ${counted(sets, 'set')} of indexes tried`;
}
