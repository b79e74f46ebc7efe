import { statSync, type Stats } from 'node:fs';

/** What tells that a file on disk is still the one that was read, as far as that can be told without reading it. */
export interface Stamp {
  /** In milliseconds. */
  readonly modified: number;
  /** When its content or its inode changed last, in milliseconds: no tool sets this back. */
  readonly changed: number;
  /** In bytes. */
  readonly size: number;
}

/** Null where the path is no file, or leads through what is no folder (`package.json/index.js`). */
export function stampOf(path: string): Stamp | null {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? stampFrom(stats) : null;
  } catch {
    return null;
  }
}

export function stampFrom({ mtimeMs, ctimeMs, size }: Stats): Stamp {
  return { modified: mtimeMs, changed: ctimeMs, size };
}

export function isSameStamp(a: Stamp | null, b: Stamp | null): boolean {
  if (a === null || b === null) return a === b;
  return a.modified === b.modified && a.changed === b.changed && a.size === b.size;
}
