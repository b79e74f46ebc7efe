import type { EditedFile, Splice } from './edited-file.js';

/** One way to edit one file. */
export interface Candidate {
  readonly file: EditedFile;
  readonly splices: readonly Splice[];
}

/** Gives a file that may be edited; null: it is none, or cannot be read. */
export type OpenFile = (file: string) => EditedFile | null;
