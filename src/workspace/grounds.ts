import type { Problem } from '../model/problem.js';
import type { FilePromise } from '../source/file-summary.js';
import type { KnownConfig } from './configs.js';
import type { KnownFile } from './summaries.js';

/** What a reading depends on: as long as none of it is another one, the reading holds. */
export interface Grounds {
  readonly files: readonly (readonly [file: string, known: KnownFile])[];
  /** Those of them that are not the workspace's own: its files load them. */
  readonly loaded: readonly string[];
  readonly configs: readonly KnownConfig[];
  /** Files of the workspace that were not read. */
  readonly unread: readonly (readonly [file: string, why: Problem])[];
}

/** The same as columns, which are read faster than objects. */
export interface Columns extends Omit<Grounds, 'files'> {
  readonly files: string;
  readonly modified: readonly number[];
  readonly changed: readonly number[];
  readonly sizes: readonly number[];
  /** Of files on which something depends; by their position. */
  readonly hashes: readonly (readonly [position: number, hash: string, promise: FilePromise])[];
}

export function toColumns({ files, loaded, configs, unread }: Grounds): Columns {
  const stamped = files.flatMap(([file, { stamp, hash, promise }]) =>
    stamp ? [{ file, stamp, hash, promise }] : [],
  );
  return {
    files: stamped.map(({ file }) => file).join('\n'),
    modified: stamped.map(({ stamp }) => stamp.modified),
    changed: stamped.map(({ stamp }) => stamp.changed),
    sizes: stamped.map(({ stamp }) => stamp.size),
    hashes: stamped.flatMap(({ hash, promise }, at) => (hash === null ? [] : [[at, hash, promise] as const])),
    loaded,
    configs,
    unread,
  };
}

export function fromColumns({ files, modified, changed, sizes, hashes, ...more }: Columns): Grounds {
  const byPosition = new Map(hashes.map(([at, hash, promise]) => [at, { hash, promise }]));
  const known = files.split('\n').map((file, at): readonly [string, KnownFile] => {
    const stamp = { modified: modified[at] ?? 0, changed: changed[at] ?? 0, size: sizes[at] ?? 0 };
    return [file, { stamp, ...(byPosition.get(at) ?? { hash: null, promise: 'nothing' as const }) }];
  });
  return { files: known, ...more };
}
