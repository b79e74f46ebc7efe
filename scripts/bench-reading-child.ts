import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { WorkspaceWorker } from '../src/workspace/worker-client.js';

// Reads a workspace once as the extension does, and answers what it cost.

export interface ChildTask {
  readonly files: readonly string[];
  /** The folder where readings are kept. */
  readonly kept: string;
  /** A file to edit; null: none. */
  readonly large: string | null;
}

export interface ChildAnswer {
  /** Milliseconds until the worker answers at all. */
  readonly start: number;
  /** Milliseconds from the question to the catalog on this thread. */
  readonly scan: number;
  readonly firstEdit: number | null;
  /** Milliseconds of each edit. */
  readonly edits: readonly number[];
  /** Milliseconds that this thread was held at most, as it asked and was answered. */
  readonly held: number;
  /** What the reading added to this process at its largest, in MB. */
  readonly memory: number;
}

const edits = 200;

process.on('message', (task: ChildTask) => {
  void measure(task).then((answer) => process.send?.(answer, () => process.exit(0)));
});

async function measure({ files, kept, large }: ChildTask): Promise<ChildAnswer> {
  const script = path.join(import.meta.dirname, '../dist/scan-worker.cjs');
  const worker = new WorkspaceWorker(script, { folder: kept, version: 'bench' });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.memoryUsage.rss();
  const begin = performance.now();
  await worker.scan([]);
  const start = performance.now() - begin;
  await worker.scan(files);
  const scan = performance.now() - begin - start;
  const times = large === null ? [] : await type(worker, large);
  delay.disable();
  const memory = process.resourceUsage().maxRSS / 1024 - before / 2 ** 20;
  while (!readdirSync(kept).some((name) => name.endsWith('.json'))) await setTimeout(10);
  await worker.dispose();
  const [firstEdit = null, ...others] = times;
  return { start, scan, firstEdit, edits: others, held: delay.max / 1e6, memory };
}

/** Types into a file: each edit is one line more or one less, an index or a remark, now here and now there. */
async function type(worker: WorkspaceWorker, file: string): Promise<number[]> {
  const lines = readFileSync(file, 'utf8').split('\n');
  const times: number[] = [];
  for (let at = 0; at <= edits; at++) {
    const pair = Math.floor(at / 2);
    const line = 8 + ((pair * 41) % (lines.length - 40));
    const typed =
      pair % 2 ? `  typed${pair}: { type: String, index: true },` : `  // ${'x'.repeat(pair % 30)}`;
    const text = (at % 2 === 0 ? lines.toSpliced(line, 0, typed) : lines).join('\n');
    const start = performance.now();
    await worker.update(file, text);
    times.push(performance.now() - start);
  }
  return times;
}
