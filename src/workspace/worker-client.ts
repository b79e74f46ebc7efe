import { MessageChannel, Worker } from 'node:worker_threads';
import type { Catalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import type { ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';
import { UserError } from '../model/user-error.js';
import type { KeptFolder } from './kept-reading.js';
import { CatalogTaker } from './sent-catalog.js';
import { Inbox } from './inbox.js';
import type {
  CatalogPiece,
  WorkerAnswer,
  WorkerRequest,
  WorkerStart,
  WorkerTask,
} from './worker-messages.js';
import type { ScanOptions, WorkspaceReader } from './workspace-reader.js';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: ScanOptions['onProgress'];
  /** Called once it waits no more. */
  readonly end: () => void;
}

/**
 * Reads a workspace in a worker thread, so that the caller's thread stays free. The worker starts with the first task;
 * after a crash the next task starts another, which first reads the last scanned files, and the texts that count in
 * place of the disk's.
 */
export class WorkspaceWorker implements WorkspaceReader {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #files: readonly string[] = [];
  readonly #texts = new Map<string, string>();
  /** What the worker was asked and has not answered yet, in its order: the first one is what it does now. */
  readonly #unanswered = new Map<number, WorkerTask>();
  #next = 1;

  /** `script`: the bundled scan-worker, an absolute path. `kept`: where readings are kept; null: nowhere. */
  constructor(
    readonly script: string,
    readonly kept: KeptFolder | null = null,
  ) {}

  scan(files: readonly string[], { signal, onProgress }: ScanOptions = {}): Promise<Catalog> {
    this.#files = files;
    this.#texts.clear();
    return this.#ask({ kind: 'scan', files: files.join('\0') }, signal, onProgress) as Promise<Catalog>;
  }

  update(file: string, text: string | null): Promise<Catalog> {
    const catalog = this.#ask({ kind: 'update', file, text }) as Promise<Catalog>;
    if (text === null) this.#texts.delete(file);
    else this.#texts.set(file, text);
    return catalog;
  }

  settle(): Promise<Catalog> {
    return this.#ask({ kind: 'settle' }) as Promise<Catalog>;
  }

  queryAt(file: string, range: Range, text?: string): Promise<QuerySite> {
    return this.#ask({ kind: 'queryAt', file, range, text }) as Promise<QuerySite>;
  }

  editIndexes(asked: readonly ModelChange[]): Promise<SourceEdit> {
    return this.#ask({ kind: 'editIndexes', asked }) as Promise<SourceEdit>;
  }

  editQuery(change: QueryChange): Promise<SourceEdit> {
    return this.#ask({ kind: 'editQuery', change }) as Promise<SourceEdit>;
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#unanswered.clear();
    this.#fail(new Error('The scan worker was stopped.'));
    await worker?.terminate();
  }

  #ask(task: WorkerTask, signal?: AbortSignal, onProgress?: ScanOptions['onProgress']): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const isFresh = this.#worker === null;
    const worker = (this.#worker ??= this.#start());
    if (isFresh && task.kind !== 'scan' && this.#files.length > 0) {
      this.#send(worker, { kind: 'scan', files: this.#files.join('\0') });
      for (const [file, text] of this.#texts) this.#send(worker, { kind: 'update', file, text });
    }
    return new Promise((resolve, reject) => {
      const id = this.#send(worker, task);
      const cancel = (): void => {
        // The worker hears of it between two of its own steps; nobody waits for that.
        this.#send(worker, { kind: 'cancel', task: id });
        this.#take(id)?.reject(signal?.reason as Error);
      };
      const end = (): void => signal?.removeEventListener('abort', cancel);
      this.#waiting.set(id, { resolve, reject, onProgress, end });
      signal?.addEventListener('abort', cancel);
      worker.ref();
    });
  }

  #send(worker: Worker, task: WorkerTask): number {
    const request: WorkerRequest = { id: this.#next++, task };
    worker.postMessage(request);
    if (task.kind !== 'cancel') this.#unanswered.set(request.id, task);
    return request.id;
  }

  /** A worker keeps the process alive only while it is asked for something. */
  #start(): Worker {
    const { port1: here, port2: there } = new MessageChannel();
    const workerData: WorkerStart = { kept: this.kept, catalogs: there };
    const worker = new Worker(this.script, { workerData, transferList: [there] });
    const catalogs = new CatalogTaker();
    const inbox = new Inbox<CatalogPiece>(here, (piece) => {
      if (piece.kind === 'parcel') catalogs.take(piece.parcel);
      else {
        // Taken even where nobody waits any more: later catalogs build upon it.
        const catalog = catalogs.unpack(piece.catalog);
        if (piece.kind === 'catalog') this.#answered(piece.id)?.resolve(catalog);
      }
    });
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'posted') inbox.look();
      else this.#settle(answer);
    });
    const ended = (error: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#dropFatalText();
      this.#fail(error);
    };
    worker.on('error', ended);
    worker.on('exit', (code) => {
      ended(new Error(`The scan worker ended by itself (${code}).`));
    });
    return worker;
  }

  /** The text that a worker ended at would end the next one as well. */
  #dropFatalText(): void {
    const [task] = this.#unanswered.values();
    this.#unanswered.clear();
    if (task?.kind === 'update' && this.#texts.get(task.file) === task.text) this.#texts.delete(task.file);
  }

  #settle(answer: Exclude<WorkerAnswer, { kind: 'posted' }>): void {
    if (answer.kind === 'progress') {
      this.#waiting.get(answer.id)?.onProgress?.(answer.done, answer.total);
      return;
    }
    const waiting = this.#answered(answer.id);
    if (answer.kind === 'query') waiting?.resolve(answer.query);
    else if (answer.kind === 'edit') waiting?.resolve(answer.edit);
    else if (answer.kind === 'refusal')
      waiting?.reject(new UserError(answer.code, answer.message, answer.next));
    else waiting?.reject(answer.error);
  }

  #answered(id: number): Waiting | undefined {
    this.#unanswered.delete(id);
    return this.#take(id);
  }

  /** Ends the wait for one answer; undefined where nobody waits for it any more. */
  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    waiting?.end();
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    return waiting;
  }

  #fail(error: Error): void {
    for (const id of [...this.#waiting.keys()]) this.#take(id)?.reject(error);
  }
}
