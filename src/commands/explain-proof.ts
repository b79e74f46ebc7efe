import type { ScratchDatabases } from '../host/scratch-databases.js';
import { withProgress } from '../host/progress.js';
import type { ExplainOptions } from '../explain.js';
import type { Explanation } from '../model/explanation.js';
import type { IndexProposal } from '../model/judgement.js';
import type { ExplainView } from '../model/explain-messages.js';
import { joinedCollections } from '../query/command/joined-collections.js';
import { explainFullScan, scratchName, tryIndex } from '../prove.js';
import { keyPatternText } from '../report/index-words.js';
import { fullScanView, trialView } from '../report/proof-view.js';
import { confirmChange, requireTrials } from './confirm-change.js';
import type { LiveServer } from './live-server.js';

type ProofView = ExplainView['proof'];

/** What shows beside an explanation that an index helps. */
export class ExplainProof {
  readonly #scratch: ScratchDatabases;

  constructor(scratch: ScratchDatabases) {
    this.#scratch = scratch;
  }

  /** Null: it was not agreed to. Throws UserError, `usage` on a production or read-only connection. */
  async tryIndex(
    server: LiveServer,
    explanation: Explanation,
    proposal: IndexProposal,
    options: ExplainOptions,
  ): Promise<ProofView> {
    requireTrials(server.snapshot);
    const { key, name } = proposal;
    const scratch = scratchName(new Date());
    const joined = joinedCollections(explanation.command);
    const isAgreed = await confirmChange(server.snapshot, {
      message: `Try ${keyPatternText(key)} on a sample copy?`,
      database: explanation.database,
      detail: [
        `The server copies up to 20,000 documents (32 MB at most), those that match among them, into the new database ${scratch}, with the collection's indexes.${joined.length > 0 ? ` Of ${joined.join(', ')}, which the query joins, it copies as much each.` : ''}`,
        'It builds the index there, the query is explained before and after, and the database is dropped again.',
      ].join('\n\n'),
      action: 'Try It',
      typed: null,
    });
    if (!isAgreed) return null;
    const { connection } = server.current();
    await this.#scratch.begun(server.id, scratch);
    const trial = await withProgress(`Trying ${name} on a sample copy`, (signal) =>
      tryIndex(explanation, connection, scratch, proposal, { ...options, signal }),
    );
    // Where dropping it failed, its name is kept for the next connect.
    await this.#scratch.dropped(scratch);
    return trialView(name, trial);
  }

  /** Null: it was not agreed to. Throws UserError. */
  async compareFullScan(
    server: LiveServer,
    explanation: Explanation,
    options: ExplainOptions,
  ): Promise<ProofView> {
    const { connection } = server.current();
    if (server.snapshot.marks.production) {
      const isAgreed = await confirmChange(server.snapshot, {
        message: 'Run the query as a full scan?',
        database: explanation.database,
        detail: `The server reads the whole collection, for ${(options.maxTimeMS ?? 0) / 1000} s at most.`,
        action: 'Run It',
        typed: null,
      });
      if (!isAgreed) return null;
    }
    const scan = await withProgress('Comparing with a full scan', (signal) =>
      explainFullScan(explanation, connection, { ...options, signal }),
    );
    return fullScanView(explanation, scan);
  }
}
