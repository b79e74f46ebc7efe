import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that says where specifiers lead (`package.json`, `tsconfig.json`), and its content; null: it is not there. */
export type KnownConfig = readonly [path: string, hash: string | null];

/** The files that say where specifiers lead. When one changes, every file may lead elsewhere. */
export class Configs {
  readonly #known = new Map<string, string | null>();

  /** Null: it cannot be read. */
  read(path: string): string | null {
    const text = textOf(path);
    this.#known.set(path, hashOf(text));
    return text;
  }

  /** Whether one is not what it was when it was read; what is known of it is then that of now. */
  recheck(): boolean {
    let isOther = false;
    for (const [path, before] of this.#known) {
      const now = hashOf(textOf(path));
      if (now === before) continue;
      isOther = true;
      this.#known.set(path, now);
    }
    return isOther;
  }

  known(): Iterable<KnownConfig> {
    return this.#known;
  }

  restore(configs: Iterable<KnownConfig>): void {
    for (const [path, hash] of configs) this.#known.set(path, hash);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function hashOf(text: string | null): string | null {
  return text === null ? null : createHash('sha1').update(text).digest('base64');
}
