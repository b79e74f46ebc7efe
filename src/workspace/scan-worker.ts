import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '../model/catalog.js';
import { UserError } from '../model/user-error.js';
import { KeptReading } from './kept-reading.js';
import { CatalogSender, sameAs, type Parcel } from './sent-catalog.js';
import type {
  CatalogPiece,
  WorkerAnswer,
  WorkerRequest,
  WorkerStart,
  WorkerTask,
} from './worker-messages.js';
import { Workspace } from './workspace.js';

// The worker's side: one workspace, asked by messages. Tasks run in the order in which they come.

const { kept, catalogs } = workerData as WorkerStart;
const workspace = new Workspace(kept);
const sender = new CatalogSender();
const running = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

async function run(
  id: number,
  task: Exclude<WorkerTask, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  switch (task.kind) {
    case 'scan':
      await scan(id, task.files === '' ? [] : task.files.split('\0').sort(), signal);
      break;
    case 'update':
      answerWith(id, await workspace.update(task.file, task.text));
      break;
    case 'settle':
      answerWith(id, await workspace.settle());
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

/** What was kept goes ahead while it is looked over: mostly it holds. */
async function scan(id: number, files: readonly string[], signal: AbortSignal): Promise<void> {
  const onProgress = (done: number, total: number): void => {
    answer({ id, kind: 'progress', done, total });
  };
  const before = await workspace.restore(files);
  if (before) send(id, before.packed.parcels);
  const reading = await workspace.rescan(files, { signal, onProgress });
  if (before) post(id, { kind: 'kept', catalog: before.packed.catalog });
  if (reading instanceof KeptReading) {
    post(id, { kind: 'catalog', id, catalog: sameAs(reading.packed.catalog) });
    workspace.takeKept();
  }
  if (before) sender.adopt(before.packed.catalog, before.catalog);
  if (!(reading instanceof KeptReading)) answerWith(id, reading);
}

function answerWith(id: number, shown: Catalog): void {
  const { parcels, catalog } = sender.pack(shown);
  send(id, parcels);
  post(id, { kind: 'catalog', id, catalog });
}

function send(id: number, parcels: Iterable<Parcel>): void {
  for (const parcel of parcels) post(id, { kind: 'parcel', parcel });
}

function post(id: number, piece: CatalogPiece): void {
  catalogs.postMessage(piece);
  answer({ id, kind: 'posted' });
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
