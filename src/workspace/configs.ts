import { readFileSync } from 'node:fs';
import type { Pause } from './linker.js';
import { isSameStamp, stampOf, type Stamp } from './stamps.js';

/** A file that says where specifiers lead (`package.json`, `tsconfig.json`); null: it is not there. */
export type KnownConfig = readonly [path: string, stamp: Stamp | null];

/** The files that say where specifiers lead. When one changes, every file may lead elsewhere. */
export class Configs {
  readonly #known = new Map<string, Stamp | null>();

  /** Null: it cannot be read. */
  read(path: string): string | null {
    const stamp = stampOf(path);
    this.#known.set(path, stamp);
    try {
      return stamp ? readFileSync(path, 'utf8') : null;
    } catch {
      return null;
    }
  }

  /** Whether one is not what it was when it was read; what is known of it is then that of now. */
  async recheck(pause: Pause): Promise<boolean> {
    let isOther = false;
    for (const [path, before] of this.#known) {
      await pause();
      const now = stampOf(path);
      if (isSameStamp(now, before)) continue;
      isOther = true;
      this.#known.set(path, now);
    }
    return isOther;
  }

  known(): Iterable<KnownConfig> {
    return this.#known;
  }

  restore(configs: Iterable<KnownConfig>): void {
    for (const [path, stamp] of configs) this.#known.set(path, stamp);
  }
}
