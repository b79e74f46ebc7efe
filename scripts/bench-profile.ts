import { mkdtemp, rm } from 'node:fs/promises';
import { Session, type Profiler } from 'node:inspector/promises';
import os from 'node:os';
import path from 'node:path';
import { Workspace } from '../src/workspace/workspace.js';

// Where the time of a reading goes, by V8's own sampling profiler: run in a process of its own, so that nothing is warm.

export interface ProfileTask {
  readonly files: readonly string[];
}

/** Shares of the time, by what it was spent on, the largest first. */
export type Shares = readonly (readonly [what: string, share: number])[];

/** The first that a script's address holds says what its work is; a call of the platform is its caller's work. */
const kinds: readonly (readonly [part: string, what: string])[] = [
  ['/node_modules/typescript/', 'parsing'],
  ['/src/syntax/', 'making the neutral tree of it'],
  ['/src/source/file-summary.ts', 'the cheap test on each text'],
  ['/src/source/', 'following the code'],
  ['/src/workspace/kept-reading.ts', 'keeping the reading'],
  ['/src/workspace/', 'reading files, linking'],
];

process.on('message', (task: ProfileTask) => {
  void profile(task).then((shares) => process.send?.(shares, () => process.exit(0)));
});

async function profile({ files }: ProfileTask): Promise<Shares> {
  const kept = await mkdtemp(path.join(os.tmpdir(), 'index-lens-profile-'));
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    const workspace = new Workspace({ folder: kept, version: 'profile' });
    await workspace.scan(files);
    const { profile } = await session.post('Profiler.stop');
    await workspace.dispose();
    return sharesOf(profile);
  } finally {
    await rm(kept, { recursive: true, force: true });
  }
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const kindOf = new Map<number, string>();
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  // A node stands behind its parent.
  for (const { id, callFrame } of nodes) {
    const parent = kindOf.get(parents.get(id) ?? 0) ?? 'the rest';
    const own = kinds.find(([part]) => callFrame.url.includes(part))?.[1];
    kindOf.set(id, callFrame.functionName === '(garbage collector)' ? 'garbage collection' : (own ?? parent));
  }
  const times = new Map<string, number>();
  for (const [at, sample] of samples.entries()) {
    const kind = kindOf.get(sample) ?? 'the rest';
    times.set(kind, (times.get(kind) ?? 0) + (timeDeltas[at] ?? 0));
  }
  const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([what, time]) => [what, time / whole] as const).toSorted(([, a], [, b]) => b - a);
}
