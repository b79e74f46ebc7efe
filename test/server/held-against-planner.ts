import fc from 'fast-check';
import type { Db } from 'mongodb';
import type { Judgement } from '../../src/model/judgement.js';
import { judge } from '../../src/query/judging/judge.js';
import { judgedCollection, type JudgedCollection, type JudgedShape } from './judged-shapes.js';
import { planned, withIndexes, type Planned } from './planned-queries.js';
import { site } from '../unit/query/sites.js';
import { samplesOf } from './path-samples.js';
import { withHoles } from './query-sites.js';

/** How many judgements were right, and what was wrong with the rest. */
interface Figures {
  shapes: number;
  served: number;
  scanned: number;
  refused: number;
  readonly faults: Record<Fault, string[]>;
  /** Queries that several indexes serve, of which another one than the first won. */
  otherWon: number;
  sorts: number;
  covers: number;
}

type Fault =
  | 'served, but the server scans'
  | 'scan, but the server uses an index'
  | 'another index than those that serve'
  | 'an index that the planner does not consider'
  | 'sort'
  | 'sort with the index that won'
  | 'covered'
  | 'covered with the index that won'
  | 'refusal';

export async function heldAgainstPlanner(db: Db, seed: number, shapes: number): Promise<Figures> {
  const figures: Figures = {
    shapes: 0,
    served: 0,
    scanned: 0,
    refused: 0,
    otherWon: 0,
    sorts: 0,
    covers: 0,
    faults: {
      'served, but the server scans': [],
      'scan, but the server uses an index': [],
      'another index than those that serve': [],
      'an index that the planner does not consider': [],
      sort: [],
      'sort with the index that won': [],
      covered: [],
      'covered with the index that won': [],
      refusal: [],
    },
  };
  const collections = fc.sample(judgedCollection, { numRuns: Math.ceil(shapes / 10), seed });
  for (const [at, one] of collections.entries()) {
    const name = `judged${at}`;
    await withIndexes(db, name, one.documents, one.indexes);
    for (const shape of one.shapes) compare(figures, one, shape, await planned(db, name, shape));
    await db.collection(name).drop();
  }
  return figures;
}

/** The part of all shapes that it went wrong with. */
export function wrongly({ faults, shapes }: Figures, fault: Fault): number {
  return faults[fault].length / shapes;
}

function judgementOf({ indexes, paths, documents }: JudgedCollection, shape: JudgedShape): Judgement {
  const isPartial = indexes.some(({ options }) => options.partialFilterExpression !== undefined);
  const { operation, sort, projection, limit, collation } = shape;
  const query = site(operation, withHoles(shape.filter, isPartial ? [] : shape.holes), {
    ...(sort && { sort }),
    ...(projection && { projection }),
    ...(limit > 0 && { limit }),
    ...(collation && { collation }),
  });
  const samples = samplesOf(
    documents,
    paths.map(({ path }) => path),
  );
  return judge(query, indexes, { paths, documents: documents.length, samples });
}

/** Stages that read documents. */
const fetching = ['FETCH', 'IDHACK', 'GEO_NEAR_2DSPHERE', 'TEXT_MATCH'];

function compare(figures: Figures, one: JudgedCollection, shape: JudgedShape, plan: Planned): void {
  const judgement = judgementOf(one, shape);
  figures.shapes += 1;
  const note = (fault: Fault) => {
    figures.faults[fault].push(
      JSON.stringify({
        indexes: one.indexes.map(({ name, key, options, isHidden }) => [
          name,
          Object.fromEntries(key),
          options,
          isHidden ? 'hidden' : '',
        ]),
        arrays: one.paths.some(({ isArray }) => isArray),
        shape,
        won: [...plan.stages, ...plan.indexes],
        rejected: plan.rejected,
        error: plan.error?.slice(0, 90),
        judged: [
          judgement.plan,
          judgement.servedBy,
          judgement.sortInMemory ? 'SORT' : '',
          judgement.covered ? 'covered' : '',
          judgement.refusal,
        ],
      }),
    );
  };
  if (plan.error !== null || judgement.refusal !== null) {
    figures.refused += 1;
    if ((plan.error === null) !== (judgement.refusal === null)) note('refusal');
    return;
  }
  if (plan.stages.has('EOF')) return;
  const scans = plan.stages.has('COLLSCAN');
  figures[scans ? 'scanned' : 'served'] += 1;
  if (scans) {
    if (judgement.plan !== 'COLLSCAN') note('served, but the server scans');
    return;
  }
  if (judgement.plan === 'COLLSCAN' || judgement.plan === 'UNKNOWN') {
    note('scan, but the server uses an index');
    return;
  }
  if (plan.indexes.some((name) => !judgement.servedBy.includes(name)))
    note('another index than those that serve');
  const looked = new Set([...plan.indexes, ...plan.rejected]);
  if (judgement.servedBy.some((name) => !looked.has(name)))
    note('an index that the planner does not consider');
  if (judgement.servedBy[0] !== plan.indexes[0]) figures.otherWon += 1;
  const winner = judgement.considered.find(({ name }) => name === plan.indexes[0]);
  const sorts = plan.stages.has('SORT');
  const covers = !fetching.some((stage) => plan.stages.has(stage));
  figures.sorts += Number(sorts);
  figures.covers += Number(covers);
  if (judgement.sortInMemory !== sorts) note('sort');
  if (winner && winner.sortInMemory !== sorts) note('sort with the index that won');
  if (judgement.covered !== covers) note('covered');
  if (winner && winner.covered !== covers) note('covered with the index that won');
}
