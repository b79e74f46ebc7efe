import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import {
  editedCode,
  promiseOf,
  summarise,
  type FilePromise,
  type FileSummary,
} from '../source/file-summary.js';
import { isSameStamp, stampFrom, stampOf, type Stamp } from './stamps.js';
import { isGone } from './unreadable.js';

/** Larger files are bundles or data: no one writes models in them. In bytes. */
const largest = 2_000_000;

/** Files whose code is kept at the same time, while one is being edited and else: a scan asks for each but once. */
const mostCode = { edited: 60, scanned: 4 };

/** What is known of a file's content. */
export interface KnownFile {
  /** Null: its text is not that of the disk. */
  readonly stamp: Stamp | null;
  /** Of the content; null where nothing depends on it. */
  readonly hash: string | null;
  readonly promise: FilePromise;
}

/**
 * What a look at the disk, or a new text, says of a file. Nothing is known of it any more where it is `gone`, holds no
 * text (binary, or too large for code), or is `unreadable`, with Node's code.
 */
export type FileState = 'same' | 'changed' | 'gone' | 'no-text' | { readonly unreadable: string };

type Lost = Exclude<FileState, 'same' | 'changed'>;

/** The files of a workspace: what is known of each, and the code of those in use. */
export class Summaries {
  readonly #known = new Map<string, KnownFile>();
  /** Texts that are not those of the disk. */
  readonly #texts = new Map<string, string>();
  /** Texts just read, until they are parsed. */
  readonly #fresh = new Map<string, string>();
  readonly #code = new Map<string, FileSummary>();
  /** Of files that are being edited. */
  readonly #edited = new Map<string, ReturnType<typeof editedCode>>();
  readonly #kinds = new Map<string, boolean>();
  readonly #buffer = Buffer.allocUnsafe(largest + 1);

  /** Looks whether a file on disk is the one that is known, and reads it where it is not. */
  refresh(file: string): FileState {
    const known = this.#known.get(file)?.stamp;
    const stamp = known && stampOf(file);
    return known && stamp && isSameStamp(stamp, known) ? 'same' : this.read(file);
  }

  /** Reads a file from disk. */
  read(file: string): FileState {
    const loaded = this.#load(file);
    this.#texts.delete(file);
    if (!('content' in loaded)) return this.#lose(file, loaded.why);
    return this.#take(file, loaded.content, loaded.stamp);
  }

  /** Takes a text that is not that of the disk. */
  put(file: string, text: string): FileState {
    if (text.length > largest || text.includes('\0')) return this.#lose(file, 'no-text');
    this.#texts.set(file, text);
    return this.#take(file, Buffer.from(text), null);
  }

  /** From here on a file is edited: its code is kept, so that an edit is read fast. */
  follow(file: string): void {
    if (!this.#edited.has(file)) this.#edited.set(file, editedCode(file));
  }

  #take(file: string, content: Buffer, stamp: Stamp | null): FileState {
    const known = this.#known.get(file);
    const promise = promiseOf(content.toString('latin1'));
    const isRelevant = promise !== 'nothing';
    const hash = isRelevant || known?.hash ? hashOf(content) : null;
    const isKnown = known !== undefined && known.hash !== null && known.hash === hash;
    this.#known.set(file, { stamp, hash, promise });
    this.#kinds.set(file, true);
    if (isKnown) return 'same';
    this.#code.delete(file);
    this.#fresh.delete(file);
    if (isRelevant && stamp) this.#fresh.set(file, content.toString());
    return 'changed';
  }

  #lose(file: string, why: Lost): FileState {
    this.forget(file);
    return why;
  }

  forget(file: string): void {
    for (const map of this.#maps()) map.delete(file);
  }

  clear(): void {
    for (const map of this.#maps()) map.clear();
  }

  #maps(): readonly Map<string, unknown>[] {
    return [this.#known, this.#texts, this.#fresh, this.#code, this.#edited, this.#kinds];
  }

  has(file: string): boolean {
    return this.#known.has(file);
  }

  promiseOf(file: string): FilePromise {
    return this.#known.get(file)?.promise ?? 'nothing';
  }

  /** The summary of a file, be it relevant by itself or not. Null: it cannot be read. */
  summary(file: string): FileSummary | null {
    const ready = this.#code.get(file);
    if (ready) {
      // The last one used is the last one in the map.
      this.#code.delete(file);
      this.#code.set(file, ready);
      return ready;
    }
    const text = this.text(file);
    if (text === null) return null;
    this.#fresh.delete(file);
    const summary = summarise(file, text, this.promiseOf(file), this.#edited.get(file));
    this.#code.set(file, summary);
    for (const [oldest] of this.#code) {
      if (this.#code.size <= (this.#edited.size > 0 ? mostCode.edited : mostCode.scanned)) break;
      this.#code.delete(oldest);
    }
    return summary;
  }

  /** What the summary of a file is made of. Null: it cannot be read. */
  text(file: string): string | null {
    return this.#texts.get(file) ?? this.#fresh.get(file) ?? this.#textOnDisk(file);
  }

  /** From here on it matters whether the content changes. */
  #textOnDisk(file: string): string | null {
    const loaded = this.#load(file);
    if (!('content' in loaded)) return null;
    const { stamp, content } = loaded;
    if (!this.#known.get(file)?.hash) {
      this.#known.set(file, {
        stamp,
        hash: hashOf(content),
        promise: promiseOf(content.toString('latin1')),
      });
      this.#kinds.set(file, true);
    }
    return content.toString();
  }

  /** The content lies in a buffer that the next call fills anew. */
  #load(file: string): { readonly stamp: Stamp; readonly content: Buffer } | { readonly why: Lost } {
    let handle: number | null = null;
    try {
      handle = openSync(file, 'r');
      const stamp = stampFrom(fstatSync(handle));
      const length = readSync(handle, this.#buffer, 0, largest + 1, 0);
      const content = this.#buffer.subarray(0, length);
      return length > largest || isBinary(content) ? { why: 'no-text' } : { stamp, content };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { why: isGone(code) ? 'gone' : { unreadable: code } };
    } finally {
      if (handle !== null) closeSync(handle);
    }
  }

  /** Whether a path is a file, read or not; asked of the disk once between two scans. */
  isFile(path: string): boolean {
    let is = this.#kinds.get(path);
    if (is === undefined) {
      is = stampOf(path) !== null;
      this.#kinds.set(path, is);
    }
    return is;
  }

  /** Forgets which paths were no files: some may be by now. */
  recheck(): void {
    for (const [path, is] of this.#kinds) if (!is) this.#kinds.delete(path);
  }

  /** Forgets the code, which is parsed anew where it is needed. */
  cool(): void {
    this.#code.clear();
    this.#edited.clear();
    this.#fresh.clear();
  }

  /** What is known of every file. */
  known(): Iterable<readonly [file: string, known: KnownFile]> {
    return this.#known;
  }

  restore(files: Iterable<readonly [file: string, known: KnownFile]>): void {
    for (const [file, known] of files) {
      this.#known.set(file, known);
      this.#kinds.set(file, true);
    }
  }
}

function hashOf(content: Buffer): string {
  return createHash('sha1').update(content).digest('base64');
}

function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8_000).includes(0);
}
