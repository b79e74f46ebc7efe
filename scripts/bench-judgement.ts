import { MongoClient } from 'mongodb';
import { startMongod } from './mongod.js';
import { heldAgainstPlanner, wrongly } from '../test/server/held-against-planner.js';

const seed = Number(process.env.INDEX_LENS_JUDGEMENT_SEED ?? 1);
const shapes = Number(process.env.INDEX_LENS_JUDGEMENT_SHAPES ?? 1000);

/** How often a prediction of the planner is right, asked of the real one. Targets are those of the docs. */
export async function benchJudgement(): Promise<void> {
  const server = await startMongod({ quiet: true });
  const client = await new MongoClient(server.uri).connect();
  try {
    const figures = await heldAgainstPlanner(client.db('bench_judgement'), seed, shapes);
    const { served, scanned, refused, sorts, covers, otherWon, faults } = figures;
    const percent = (part: number) => `${(100 * part).toFixed(2)} %`;
    console.log(
      `judgement, ${figures.shapes} shapes, seed ${seed}: ${served} served by indexes, ${scanned} scanned, ${refused} refused, ${sorts} sorted in memory, ${covers} covered`,
    );
    const goal = (name: keyof typeof faults, most: number) => {
      const part = wrongly(figures, name);
      console.log(
        `  ${name}: ${faults[name].length} (${percent(part)}; at most ${percent(most)}: ${part <= most ? 'met' : 'MISSED'})`,
      );
    };
    goal('served, but the server scans', 0);
    goal('scan, but the server uses an index', 0.01);
    goal('sort', 0.01);
    goal('covered', 0.01);
    console.log(
      `  an index that the planner took and we did not name: ${faults['another index than those that serve'].length}; of several that serve, another one than our first won: ${otherWon}; with the index that won, sort wrong ${faults['sort with the index that won'].length}, covered wrong ${faults['covered with the index that won'].length}; refusals wrong ${faults.refusal.length}`,
    );
  } finally {
    await client.close();
    await server.stop();
  }
}
