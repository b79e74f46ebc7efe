import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';

import { emptyCatalog, type Catalog, type Model } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import type { DefinitionChange, ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';
import type { Steps } from '../model/steps.js';
import type { WorkspaceReader } from '../workspace/workspace-reader.js';
import { fileOf, fromRange } from './conversions.js';
import { derivedFile, excludeGlob, excludeSettings, sourceGlob } from './file-globs.js';
import type { Log } from './log.js';
import { withProgress } from './progress.js';
import type { Session } from './session.js';
import type { TextChange } from './shifted-range.js';
import { inTurns } from './turns.js';
import { UnreadEdits } from './unread-edits.js';

export const sourceLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/** Documents that lenses, hovers, diagnostics and fixes are for. */
export const sourceSelector: vscode.DocumentSelector = sourceLanguages.map((language) => ({
  language,
  scheme: 'file',
}));

export function isSource({ uri, languageId }: vscode.TextDocument): boolean {
  return uri.scheme === 'file' && sourceLanguages.includes(languageId);
}

/** An edit is read once typing pauses; a folder that was unpacked or switched is listed once it is quiet. */
const editDelay = 100;
const listDelay = 500;
/** What an edit may have turned into a definition elsewhere is read once nobody types any more. */
const settleDelay = 1000;

type Timer = 'edit' | 'list' | 'settle';

/** A file to read again. */
interface Change {
  readonly file: string;
  /** Null: as on disk. */
  readonly text: string | null;
  /** Of the open document that the text is or was taken from. */
  readonly version: number | undefined;
}

/**
 * Keeps the catalog true to the workspace: lists its files once, then follows the file system and the open
 * editors, whose text counts before the disk's. Nothing is read before the first call of `read`.
 */
export class Files implements vscode.Disposable {
  readonly #reader: WorkspaceReader;
  readonly #session: Session;
  readonly #log: Log;
  readonly #subscriptions: vscode.Disposable[] = [];
  #known: ReadonlySet<string> = new Set();
  readonly #pending = new Map<string, Change>();
  /** Document versions whose text was handed to the reader. */
  readonly #versions = new Map<string, number>();
  readonly #unread = new UnreadEdits();
  readonly #timers = new Map<Timer, NodeJS.Timeout>();
  #catalog: Catalog = emptyCatalog;
  #queue: Promise<void> | null = null;
  /** False: the workspace was not listed yet, or that was cancelled. */
  #isListed = false;

  constructor(reader: WorkspaceReader, session: Session, log: Log) {
    this.#reader = reader;
    this.#session = session;
    this.#log = log;
  }

  /** The catalog as of now: the first call lists and reads the workspace, later ones wait for what is pending. */
  async read(): Promise<Catalog> {
    if (!this.#queue) this.#follow();
    if (!this.#isListed) this.#relist();
    this.#flush();
    await this.#queue;
    if (this.#timers.has('settle')) this.#settle();
    await this.#queue;
    return this.#catalog;
  }

  /** Sees to it that this document's present text is read, and waits for that. */
  async readDocument(document: vscode.TextDocument): Promise<void> {
    if (!this.#queue) await this.read();
    else {
      if (this.#versions.get(fileOf(document.uri)) !== document.version) this.#edited(document);
      this.#flush();
      await this.#queue;
    }
  }

  /** What was typed in a document since the text that the session's catalog speaks of. */
  unreadEdits(document: vscode.TextDocument): readonly TextChange[] {
    return this.#unread.of(fileOf(document.uri));
  }

  /**
   * Lists the workspace anew: for what no watcher tells, as a branch that was switched outside. Once cancelled, the next
   * one who wants the catalog has it listed.
   */
  async reread(signal: AbortSignal): Promise<Catalog> {
    if (this.#queue) this.#relist(signal);
    return this.read();
  }

  #relist(signal?: AbortSignal): void {
    this.#isListed = true;
    this.#enqueue(() =>
      this.#list(signal).catch((error: unknown) => {
        if (!signal?.aborted) throw error;
        this.#isListed = false;
        this.#known = new Set();
      }),
    );
  }

  /** The query at a selection. Throws UserError `no-query`. */
  queryAt(document: vscode.TextDocument, selection: vscode.Range): Promise<QuerySite> {
    return this.#reader.queryAt(fileOf(document.uri), fromRange(selection), document.getText());
  }

  /** Edits of the code after which a model defines other indexes. Throws UserError `not-editable`. */
  editIndexes(model: Model, changes: readonly DefinitionChange[]): Promise<SourceEdit> {
    return this.editModels([{ model, changes }]);
  }

  /** The same of several models at once. */
  async editModels(asked: readonly ModelChange[]): Promise<SourceEdit> {
    await this.read();
    return this.#reader.editIndexes(asked);
  }

  /** Edits of the code where a query stands. Throws UserError `not-editable`. */
  async editQuery(change: QueryChange): Promise<SourceEdit> {
    await this.read();
    return this.#reader.editQuery(change);
  }

  #follow(): void {
    const watcher = vscode.workspace.createFileSystemWatcher(sourceGlob);
    const relist = (): void => {
      this.#after('list', listDelay, () => {
        this.#relist();
      });
    };
    this.#subscriptions.push(
      watcher,
      watcher.onDidCreate(relist),
      watcher.onDidDelete(relist),
      watcher.onDidChange((uri) => {
        this.#touched(fileOf(uri));
      }),
      vscode.workspace.onDidDeleteFiles(relist),
      vscode.workspace.onDidRenameFiles(relist),
      vscode.workspace.onDidChangeWorkspaceFolders(relist),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (excludeSettings.some((name) => event.affectsConfiguration(name))) relist();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        if (this.#isKnown(document)) {
          const changes = contentChanges.map(({ range, text }) => ({ range: fromRange(range), text }));
          this.#unread.typed(fileOf(document.uri), document.version, changes);
        }
        this.#edited(document);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#versions.delete(fileOf(uri));
        this.#unread.read(fileOf(uri));
        this.#touched(fileOf(uri));
      }),
    );
  }

  #edited(document: vscode.TextDocument): void {
    if (!this.#isKnown(document)) return;
    this.#versions.set(fileOf(document.uri), document.version);
    this.#soon(changeOf(document));
  }

  #isKnown(document: vscode.TextDocument): boolean {
    return isSource(document) && this.#known.has(fileOf(document.uri));
  }

  #touched(file: string): void {
    if (!this.#known.has(file)) return;
    const open = vscode.workspace.textDocuments.find(({ uri }) => fileOf(uri) === file);
    this.#soon(open?.isDirty ? changeOf(open) : { file, text: null, version: open?.version });
  }

  #soon(change: Change): void {
    this.#pending.set(change.file, change);
    this.#after('edit', editDelay, () => {
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#pending.size === 0) return;
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    this.#enqueue(() => this.#update(changes));
  }

  async #list(signal?: AbortSignal): Promise<void> {
    const uris = await vscode.workspace.findFiles(sourceGlob, excludeGlob());
    const listed = await inTurns(sourcesOf(uris), () => true);
    this.#known = listed?.value ?? new Set();
    const files = [...this.#known];
    const saved = vscode.workspace.textDocuments
      .filter(({ isDirty }) => !isDirty)
      .map(({ uri, version }) => [fileOf(uri), version] as const);
    this.#catalog = await withProgress(
      'Index Lens',
      (_, report) =>
        this.#reader.scan(files, {
          signal,
          onProgress: (done, total) => {
            report(`reading ${done} of ${total} files`, done, total);
          },
        }),
      'status bar',
    );
    for (const [file, version] of saved) this.#unread.read(file, version);
    const unsaved = vscode.workspace.textDocuments.filter(
      (document) => document.isDirty && this.#known.has(fileOf(document.uri)),
    );
    await this.#update(unsaved.map(changeOf));
  }

  async #update(changes: readonly Change[]): Promise<void> {
    // Of a workspace whose reading was cancelled one file alone says nothing.
    if (!this.#isListed) return;
    let next = this.#catalog;
    for (const { file, text } of changes) next = await this.#reader.update(file, text);
    for (const { file, version } of changes) this.#unread.read(file, version);
    this.#take(next);
    if (changes.length > 0)
      this.#after('settle', settleDelay, () => {
        this.#settle();
      });
  }

  #settle(): void {
    clearTimeout(this.#timers.get('settle'));
    this.#timers.delete('settle');
    this.#enqueue(async () => {
      if (this.#isListed) this.#take(await this.#reader.settle());
    });
  }

  #take(catalog: Catalog): void {
    if (!isSame(catalog, this.#catalog)) this.#catalog = catalog;
    this.#session.catalogRead(this.#catalog);
  }

  /** One after the other, so that an older reading never replaces a newer one. */
  #enqueue(task: () => Promise<void>): void {
    this.#queue = (this.#queue ?? Promise.resolve()).then(task).catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  #after(what: Timer, ms: number, run: () => void): void {
    clearTimeout(this.#timers.get(what));
    this.#timers.set(what, setTimeout(run, ms));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
    void this.#reader.dispose();
  }
}

/** The files that models and queries may be written in. */
function* sourcesOf(uris: readonly vscode.Uri[]): Steps<ReadonlySet<string>> {
  const files = new Set<string>();
  for (const uri of uris) {
    const file = fileOf(uri);
    if (uri.scheme === 'file' && !derivedFile.test(file)) files.add(file);
    yield;
  }
  return files;
}

/** Models and queries that did not change are the same objects. */
function isSame(a: Catalog, b: Catalog): boolean {
  return (
    hasSame(a.models, b.models) &&
    hasSame(a.queries, b.queries) &&
    isDeepStrictEqual([a.problems, a.silences], [b.problems, b.silences])
  );
}

function hasSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

function changeOf(document: vscode.TextDocument): Change {
  return { file: fileOf(document.uri), text: document.getText(), version: document.version };
}
