import type { Db } from 'mongodb';
import { connect, type Connection } from '../src/server/connect.js';
import { startMongod } from './mongod.js';
import { heldAgainstEach, sumsOf } from '../test/server/held-against-each.js';
import { heldAgainstOrders, shareOfGood } from '../test/server/held-against-orders.js';
import { heldAgainstPlanner, wrongly } from '../test/server/held-against-planner.js';

/** How much is tried, and from which seed: `INDEX_LENS_JUDGEMENT_SEED`, `INDEX_LENS_JUDGEMENT_SHAPES`, and so on. */
function trial(name: string, unit: string, count: number): { readonly seed: number; readonly count: number } {
  const given = (word: string, otherwise: number) =>
    Number(process.env[`INDEX_LENS_${name}_${word}`] ?? otherwise);
  return { seed: given('SEED', 1), count: given(unit, count) };
}

const judgements = trial('JUDGEMENT', 'SHAPES', 1000);
const proposals = trial('PROPOSAL', 'SHAPES', 200);
const strategies = trial('STRATEGY', 'WORKLOADS', 50);

const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
const met = (is: boolean) => (is ? 'met' : 'MISSED');

/** How often a prediction, a proposal or a strategy holds, asked of the real planner. */
export const benchJudgement = () => onServer(heldJudgements);
export const benchProposals = () => onServer(heldProposals);
export const benchStrategies = () => onServer(heldStrategies);

async function onServer(bench: (db: Db, connection: Connection) => Promise<void>): Promise<void> {
  const server = await startMongod({ quiet: true });
  const connection = await connect(server.uri);
  try {
    await bench(connection.client.db('bench_judgement'), connection);
  } finally {
    await connection.close();
    await server.stop();
  }
}

async function heldJudgements(db: Db): Promise<void> {
  const figures = await heldAgainstPlanner(db, judgements.seed, judgements.count);
  const { served, scanned, refused, sorts, covers, otherWon, faults } = figures;
  console.log(
    `judgement, ${figures.shapes} shapes, seed ${judgements.seed}: ${served} served by indexes, ${scanned} scanned, ${refused} refused, ${sorts} sorted in memory, ${covers} covered`,
  );
  const goal = (name: keyof typeof faults, most: number) => {
    const part = wrongly(figures, name);
    console.log(
      `  ${name}: ${faults[name].length} (${percent(part)}; at most ${percent(most)}: ${met(part <= most)})`,
    );
  };
  goal('served, but the server scans', 0);
  goal('scan, but the server uses an index', 0.01);
  goal('sort', 0.01);
  goal('covered', 0.01);
  console.log(
    `  an index that the planner took and we did not name: ${faults['another index than those that serve'].length}; of several that serve, another one than our first won: ${otherWon}; with the index that won, sort wrong ${faults['sort with the index that won'].length}, covered wrong ${faults['covered with the index that won'].length}; refusals wrong ${faults.refusal.length}`,
  );
}

async function heldProposals({ databaseName }: Db, connection: Connection): Promise<void> {
  const all = await heldAgainstOrders(connection, databaseName, proposals.seed, proposals.count);
  const good = shareOfGood(all, 'proposed');
  console.log(
    `proposals, ${all.length} shapes, seed ${proposals.seed}: at most 1.05 times the best order ${percent(good)} (at least 95 %: ${met(good >= 0.95)}), or at most two keys or documents more ${percent(shareOfGood(all, 'proposed', 2))}; paths in the order written ${percent(shareOfGood(all, 'written'))}, the first equality alone ${percent(shareOfGood(all, 'single'))}`,
  );
  if (!process.env.INDEX_LENS_SHOW) return;
  for (const { shape, keys, best, proposed } of all)
    if (proposed > best * 1.05)
      console.log(`  ${proposed} by ${keys.proposed}, ${best} by ${keys.best}`, JSON.stringify(shape));
}

/** By the kinds of the predicates alone, with what a sample of the documents tells, and measured on a copy. */
async function heldStrategies({ databaseName }: Db, connection: Connection): Promise<void> {
  const { seed, count } = strategies;
  for (const [by, words] of [
    ['measure', 'measured on a copy'],
    ['sample', 'planned with a sample'],
    ['kinds', 'planned without a sample'],
  ] as const) {
    const sums = sumsOf(await heldAgainstEach(connection, databaseName, seed, count, by));
    const fewer = 1 - sums.indexes / sums.indexesOfEach;
    console.log(
      `strategies ${words}, ${sums.workloads} workloads, seed ${seed}: ${sums.indexes} indexes instead of ${sums.indexesOfEach}, ${percent(fewer)} fewer (at least 25 %: ${met(fewer >= 0.25)}); keys and documents examined ${sums.examined} instead of ${sums.examinedByEach}; workloads that examine more by over two keys a shape and over 1 % ${sums.clearlyWorse} (none: ${met(sums.clearlyWorse === 0)}), at all ${sums.worse}; of these also where the rule is read, or the documents are stored, in the opposite order ${sums.beyondOrder}, where some other choice of indexes within the budget does not ${sums.avoidable}`,
    );
  }
}
