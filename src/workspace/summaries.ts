import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isRelevant, summarise, type FileSummary } from '../source/file-summary.js';

/** Larger files are bundles or data: no one writes models in them. In bytes. */
const largest = 2_000_000;

interface Known {
  readonly hash: string;
  /** Null: it can define nothing by itself and was not needed so far, so that it is not parsed yet. */
  summary: FileSummary | null;
  /** Kept where it is not that of the disk and is not parsed yet. */
  readonly text: string | null;
}

/** The summaries of files, each made once for its content. Texts are not kept. */
export class Summaries {
  readonly #files = new Map<string, Known>();
  readonly #kinds = new Map<string, boolean>();

  /** Reads a file from disk. False: it cannot be read, or is no text. */
  async read(file: string): Promise<boolean> {
    try {
      return this.put(file, await readFile(file));
    } catch {
      this.forget(file);
      return false;
    }
  }

  /** Takes a file's content. False: it is no text that could define something. */
  put(file: string, content: Buffer | string): boolean {
    if (content.length > largest || isBinary(content)) {
      this.forget(file);
      return false;
    }
    const hash = createHash('sha1').update(content).digest('base64');
    this.#kinds.set(file, true);
    if (this.#files.get(file)?.hash === hash) return true;
    const text = content.toString();
    const summary = isRelevant(text) ? summarise(file, text) : null;
    this.#files.set(file, { hash, summary, text: summary === null && content === text ? text : null });
    return true;
  }

  forget(file: string): void {
    this.#files.delete(file);
    this.#kinds.delete(file);
  }

  has(file: string): boolean {
    return this.#files.has(file);
  }

  /** Whether a file can define something by itself. */
  isRelevant(file: string): boolean {
    return this.#files.get(file)?.summary?.isRelevant ?? false;
  }

  /** The summary of a file that is needed now, be it relevant by itself or not. Null: it cannot be read. */
  get(file: string): FileSummary | null {
    const known = this.#files.get(file);
    if (known?.summary) return known.summary;
    try {
      const content = known?.text ?? readFileSync(file);
      if (!this.put(file, content)) return null;
      const fresh = this.#files.get(file);
      if (!fresh) return null;
      fresh.summary ??= summarise(file, content.toString());
      return fresh.summary;
    } catch {
      return null;
    }
  }

  /** Whether a path is a file, read or not; asked of the disk once between two scans. */
  isFile(path: string): boolean {
    let is = this.#kinds.get(path);
    if (is === undefined) {
      is = isFileOnDisk(path);
      this.#kinds.set(path, is);
    }
    return is;
  }

  /** The text of a file that is no source, such as a package.json. Null: it is none, or cannot be read. */
  readText(path: string): string | null {
    try {
      return isFileOnDisk(path) ? readFileSync(path, 'utf8') : null;
    } catch {
      return null;
    }
  }

  /** Forgets which paths were no files: some may be by now. */
  recheck(): void {
    for (const [path, is] of this.#kinds) if (!is) this.#kinds.delete(path);
  }
}

function isBinary(content: Buffer | string): boolean {
  return typeof content === 'string' ? content.includes('\0') : content.subarray(0, 8_000).includes(0);
}

/** A path through what is no folder (`package.json/index.js`) is refused rather than not found. */
function isFileOnDisk(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
