import path from 'node:path';
import type { SourceEdit } from '../../../src/model/source-edit.js';
import { linesOf, offsetOf } from '../../../src/syntax/lines.js';

type Files = Readonly<Record<string, string>>;

/** Files, by their names, after an edit. */
export function edited(files: Files, edit: SourceEdit): Files {
  const after: Record<string, string> = { ...files };
  for (const { file, edits } of edit.files) {
    const name = path.basename(file);
    const text = files[name];
    if (text === undefined) throw new Error(`${name} is not there`);
    const lines = linesOf(text);
    after[name] = edits
      .toReversed()
      .reduce(
        (now, { range, text: put }) =>
          now.slice(0, offsetOf(lines, range.start)) + put + now.slice(offsetOf(lines, range.end)),
        text,
      );
  }
  return after;
}
