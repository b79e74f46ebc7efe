import { Worker } from 'node:worker_threads';
import type { Catalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.js';
import type { ScanOptions, WorkspaceReader } from './workspace.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ScanOptions['onProgress'];
}

/**
 * Reads a workspace in a worker thread, so that the caller's thread stays free. The worker starts with the first task;
 * after a crash the next task starts another, which reads the last scanned files first.
 */
export class WorkspaceWorker implements WorkspaceReader {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #files: readonly string[] = [];
  #next = 1;

  /** `script`: the bundled scan-worker, an absolute path. */
  constructor(readonly script: string) {}

  scan(files: readonly string[], { signal, onProgress }: ScanOptions = {}): Promise<Catalog> {
    this.#files = files;
    return this.#ask({ kind: 'scan', files }, signal, onProgress) as Promise<Catalog>;
  }

  update(file: string, text: string | null): Promise<Catalog> {
    return this.#ask({ kind: 'update', file, text }) as Promise<Catalog>;
  }

  queryAt(file: string, range: Range, text?: string): Promise<QuerySite> {
    return this.#ask({ kind: 'queryAt', file, range, text }) as Promise<QuerySite>;
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#fail(new Error('The scan worker was stopped.'));
    await worker?.terminate();
  }

  #ask(task: WorkerTask, signal?: AbortSignal, onProgress?: ScanOptions['onProgress']): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const isFresh = this.#worker === null;
    const worker = (this.#worker ??= this.#start());
    if (isFresh && task.kind !== 'scan' && this.#files.length > 0)
      this.#send(worker, { kind: 'scan', files: this.#files });
    return new Promise((resolve, reject) => {
      const id = this.#send(worker, task);
      this.#waiting.set(id, { resolve, reject, onProgress });
      signal?.addEventListener(
        'abort',
        () => {
          this.#send(worker, { kind: 'cancel', task: id });
        },
        { once: true },
      );
    });
  }

  #send(worker: Worker, task: WorkerTask): number {
    const request: WorkerRequest = { id: this.#next++, task };
    worker.postMessage(request);
    return request.id;
  }

  #start(): Worker {
    const worker = new Worker(this.script);
    worker.unref();
    worker.on('message', (answer: WorkerAnswer) => {
      this.#settle(answer);
    });
    worker.on('error', (error: Error) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#fail(error);
    });
    return worker;
  }

  #settle(answer: WorkerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    if (answer.kind === 'progress') {
      waiting.onProgress?.(answer.done, answer.total);
      return;
    }
    this.#waiting.delete(answer.id);
    if (answer.kind === 'value') waiting.resolve(answer.value);
    else if (answer.kind === 'refusal')
      waiting.reject(new UserError(answer.code, answer.message, answer.next));
    else waiting.reject(answer.error);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
