import type { Place } from '../model/place.js';
import { relativePath } from './relative-path.js';

/** A place as SARIF names it: relative, counted from 1, columns in UTF-16 units. */
export function physicalLocation({ file, range }: Place, root: string) {
  return {
    artifactLocation: { uri: encodeURI(relativePath(root, file)) },
    region: {
      startLine: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    },
  };
}
