import { execFileSync, fork } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { walk } from '../src/workspace/walk.js';
import { benchCorpus } from './bench-corpus.js';
import { ripgrep } from './code-server.js';
import type { ParserAnswer } from './bench-parser-child.js';
import type { Shares } from './bench-profile.js';
import type { ChildAnswer, ChildTask } from './bench-reading-child.js';

const root = path.join(import.meta.dirname, '..');
const rounds = 5;

/** What reading code costs, beside what the same files cost others; all in one run, the rounds in turn. */
export async function benchReading(): Promise<void> {
  const { folder, large } = await benchCorpus(path.join(root, 'node_modules'));
  const { files } = await walk(folder, { exclude: [] });
  const rg = await ripgrep();
  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
  const mentions = list(rg, folder);
  console.log(
    `reading: ${files.length} files, ${megabytes.toFixed(0)} MB; ${mentions.length} of them mention mongoose`,
  );

  const times: Record<'rg' | 'stat' | 'read' | 'parse' | 'cold' | 'warm', number[]> = {
    rg: [],
    stat: [],
    read: [],
    parse: [],
    cold: [],
    warm: [],
  };
  const answers: ChildAnswer[] = [];
  let parsed = 0;
  for (let round = 0; round < rounds; round++) {
    times.rg.push(timed(() => list(rg, folder)));
    times.stat.push(
      timed(() => {
        files.forEach((file) => statSync(file));
      }),
    );
    times.read.push(
      timed(() => {
        files.forEach(readWhole);
      }),
    );
    const parser = await inChild<ParserAnswer>('bench-parser-child', { files });
    times.parse.push(parser.time);
    parsed = parser.parsed;
    const kept = await mkdtemp(path.join(os.tmpdir(), 'index-lens-bench-'));
    try {
      const cold = await read({ files, kept, large: null });
      const warm = await read({ files, kept, large });
      times.cold.push(cold.scan);
      times.warm.push(warm.scan);
      answers.push(cold, warm);
    } finally {
      await rm(kept, { recursive: true, force: true });
    }
  }

  const [rgTime, statTime, cold, warm] = [times.rg, times.stat, times.cold, times.warm].map(median) as [
    number,
    number,
    number,
    number,
  ];
  const edits = answers.flatMap((answer) => answer.edits);
  const perSecond = (ms: number): string =>
    `${((files.length / ms) * 1000).toFixed(0)} files and ${((megabytes / ms) * 1000).toFixed(0)} MB a second`;
  console.log(`  ripgrep listing those that mention mongoose: ${rgTime.toFixed(0)} ms`);
  console.log(`  asking every file's modification time: ${statTime.toFixed(0)} ms`);
  console.log(`  the worker thread's start: ${median(answers.map(({ start }) => start)).toFixed(0)} ms`);
  console.log(`  reading all files, no more: ${median(times.read).toFixed(0)} ms`);
  const parse = median(times.parse);
  console.log(
    `  TypeScript's parser alone, in a new process, on the ${parsed} files that can define or ask something: ${parse.toFixed(0)} ms, ${(parse / rgTime).toFixed(2)} of ripgrep`,
  );
  verdict(
    'cold',
    `${cold.toFixed(0)} ms, ${perSecond(cold)}`,
    cold / rgTime,
    6,
    'of ripgrep, queries included',
  );
  const shares = await inChild<Shares>('bench-profile', { files });
  const words = shares.filter(([, share]) => share >= 0.005);
  console.log(
    `    where its time goes: ${words.map(([what, share]) => `${what} ${(share * 100).toFixed(0)} %`).join(', ')}`,
  );
  verdict(
    'warm',
    `${warm.toFixed(0)} ms, ${perSecond(warm)}`,
    warm / statTime,
    1.5,
    'of the modification times',
  );
  const p99 = percentile(edits, 0.99);
  verdict(
    'one edit of 1,000 lines',
    `p50 ${percentile(edits, 0.5).toFixed(1)} ms`,
    p99,
    15,
    'ms at the 99th percentile',
  );
  const firsts = answers.flatMap(({ firstEdit }) => (firstEdit === null ? [] : [firstEdit]));
  console.log(`  the first edit of that file: ${median(firsts).toFixed(0)} ms`);
  const held = median(answers.map((answer) => answer.held));
  verdict('the thread that asks, held at most', 'median of the rounds', held, 10, 'ms');
  verdict(
    'memory that reading adds',
    'the largest',
    Math.max(...answers.map((answer) => answer.memory)),
    300,
    'MB',
  );
}

function verdict(what: string, measured: string, value: number, target: number, unit: string): void {
  const word = value <= target ? 'met' : 'NOT met';
  console.log(`  ${what}: ${measured}; ${value.toFixed(2)} ${unit}, target ${target}: ${word}`);
}

/** The product's own worker in a process of its own. */
function read(task: ChildTask): Promise<ChildAnswer> {
  return inChild('bench-reading-child', task);
}

function inChild<T>(script: string, task: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, `${script}.ts`), { execArgv: ['--import=tsx'] });
    child.once('message', (answer: T) => {
      resolve(answer);
    });
    child.once('exit', (code) => {
      reject(new Error(`The measured process ended with ${code}.`));
    });
    child.send(task);
  });
}

function list(rg: string, folder: string): string[] {
  const output = execFileSync(rg, ['--files-with-matches', '--no-ignore', 'mongoose', folder], {
    maxBuffer: 1e8,
  });
  return output.toString().trim().split('\n');
}

const buffer = Buffer.allocUnsafe(2_000_000);

function readWhole(file: string): void {
  const handle = openSync(file, 'r');
  readSync(handle, buffer, 0, buffer.length, 0);
  closeSync(handle);
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
