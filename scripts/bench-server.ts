import { pathToFileURL } from 'node:url';
import { benchEnsure } from './bench-ensure.js';
import { benchExplain } from './bench-explain.js';
import { benchJudgement, benchProposals, benchStrategies } from './bench-judgement.js';
import { benchRefresh } from './bench-refresh.js';

// npm run bench:server [-- PART…]: what asking and changing a server costs, and how what is foretold of it holds; also a
// part of npm run bench.

const parts: Readonly<Record<string, () => Promise<void>>> = {
  refresh: benchRefresh,
  ensure: benchEnsure,
  explain: benchExplain,
  judgement: benchJudgement,
  proposals: benchProposals,
  strategies: benchStrategies,
};

/** One part after the other; all unless some are named. */
export async function benchServer(names: readonly string[] = Object.keys(parts)): Promise<void> {
  const unknown = names.filter((name) => parts[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  for (const name of names) await parts[name]?.();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  await benchServer(names.length > 0 ? names : undefined);
  process.exit(0);
}
