import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../model/catalog.js';
import { UserError } from '../model/user-error.js';
import type { KeptFolder } from './kept-reading.js';
import { CatalogSender } from './sent-catalog.js';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.js';
import { Workspace } from './workspace.js';

// The worker's side: one workspace, asked by messages. Tasks run in the order in which they come.

const workspace = new Workspace(workerData as KeptFolder | null);
const sender = new CatalogSender();
/** Called when the other side has taken a parcel. */
let taken = (): void => undefined;
const running = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

async function run(
  id: number,
  task: Exclude<WorkerTask, { kind: 'cancel' | 'taken' }>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  switch (task.kind) {
    case 'scan': {
      const onProgress = (done: number, total: number): void => {
        answer({ id, kind: 'progress', done, total });
      };
      const files = task.files === '' ? [] : task.files.split('\0');
      await answerWith(id, await workspace.scan(files, { signal, onProgress }));
      break;
    }
    case 'update':
      await answerWith(id, await workspace.update(task.file, task.text));
      break;
    case 'settle':
      await answerWith(id, await workspace.settle());
      break;
    case 'queryAt':
      answer({ id, kind: 'query', query: await workspace.queryAt(task.file, task.range, task.text) });
      break;
    case 'editIndexes':
      answer({ id, kind: 'edit', edit: await workspace.editIndexes(task.asked) });
      break;
    case 'editQuery':
      answer({ id, kind: 'edit', edit: await workspace.editQuery(task.change) });
  }
}

/** One parcel is on its way at a time: messages that wait together are all taken at once, and hold the other thread. */
async function answerWith(id: number, shown: Catalog): Promise<void> {
  const { parcels, catalog } = sender.pack(shown);
  let isFree = Promise.resolve();
  for (const parcel of parcels) {
    await isFree;
    isFree = new Promise((resolve) => {
      taken = resolve;
    });
    answer({ id, kind: 'parcel', parcel });
  }
  await isFree;
  answer({ id, kind: 'catalog', catalog });
}

async function settle({ id, task }: WorkerRequest, controller: AbortController): Promise<void> {
  try {
    if (task.kind !== 'cancel' && task.kind !== 'taken') await run(id, task, controller.signal);
  } catch (error) {
    if (error instanceof UserError) {
      answer({ id, kind: 'refusal', code: error.code, message: error.message, next: error.next });
    } else answer({ id, kind: 'defect', error: error instanceof Error ? error : new Error(String(error)) });
  } finally {
    running.delete(id);
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.task.kind === 'taken') {
    taken();
    return;
  }
  if (request.task.kind === 'cancel') {
    running.get(request.task.task)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  last = last.then(() => settle(request, controller));
});
