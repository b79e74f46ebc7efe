import { parentPort } from 'node:worker_threads';
import { emptyCatalog, type Catalog } from '../model/catalog.js';
import { UserError } from '../model/user-error.js';
import { partsOf } from './catalog-parts.js';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.js';
import { Workspace } from './workspace.js';

// The worker's side: one workspace, asked by messages. Tasks run in the order in which they come.

const workspace = new Workspace();
const running = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();
let sent: Catalog = emptyCatalog;

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

function answerCatalog(id: number, catalog: Catalog): void {
  const parts = partsOf(catalog, sent);
  sent = catalog;
  answer({ id, kind: 'catalog', parts });
}

async function run(
  id: number,
  task: Exclude<WorkerTask, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const onProgress = (done: number, total: number): void => {
    answer({ id, kind: 'progress', done, total });
  };
  switch (task.kind) {
    case 'scan':
      answerCatalog(id, await workspace.scan(task.files, { signal, onProgress }));
      break;
    case 'update':
      answerCatalog(id, await workspace.update(task.file, task.text));
      break;
    case 'settle':
      answerCatalog(id, await workspace.settle());
      break;
    case 'queryAt':
      answer({ id, kind: 'query', query: await workspace.queryAt(task.file, task.range, task.text) });
  }
}

async function settle({ id, task }: WorkerRequest, controller: AbortController): Promise<void> {
  try {
    if (task.kind !== 'cancel') await run(id, task, controller.signal);
  } catch (error) {
    if (error instanceof UserError) {
      answer({ id, kind: 'refusal', code: error.code, message: error.message, next: error.next });
    } else answer({ id, kind: 'defect', error: error instanceof Error ? error : new Error(String(error)) });
  } finally {
    running.delete(id);
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  if (request.task.kind === 'cancel') {
    running.get(request.task.task)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(request.id, controller);
  last = last.then(() => settle(request, controller));
});
