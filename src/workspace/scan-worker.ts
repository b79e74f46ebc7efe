import { parentPort } from 'node:worker_threads';
import type { Catalog } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.js';
import { Workspace } from './workspace.js';

// The worker's side: one workspace, asked by messages. Tasks run in the order in which they come.

const workspace = new Workspace();
const running = new Map<number, AbortController>();
let last: Promise<void> = Promise.resolve();

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message);
}

async function run(
  id: number,
  task: Exclude<WorkerTask, { kind: 'cancel' }>,
  signal: AbortSignal,
): Promise<Catalog | QuerySite> {
  signal.throwIfAborted();
  switch (task.kind) {
    case 'scan':
      return workspace.scan(task.files, {
        signal,
        onProgress: (done, total) => {
          answer({ id, kind: 'progress', done, total });
        },
      });
    case 'update':
      return workspace.update(task.file, task.text);
    case 'settle':
      return workspace.settle();
    case 'queryAt':
      return workspace.queryAt(task.file, task.range, task.text);
  }
}

async function settle({ id, task }: WorkerRequest, controller: AbortController): Promise<void> {
  try {
    if (task.kind !== 'cancel') answer({ id, kind: 'value', value: await run(id, task, controller.signal) });
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
