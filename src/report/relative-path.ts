import type { Place } from '../model/place.js';
import type { Problem } from '../model/problem.js';

/** A path relative to `root`, as reports name files. Both are absolute, with forward slashes. */
export function relativePath(root: string, file: string): string {
  const from = root.split('/').filter(Boolean);
  const to = file.split('/').filter(Boolean);
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1;
  // Nothing in common, as with another drive of Windows: the path stays as it is.
  if (shared === 0 && from.length > 0) return file;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

/** `models/Contact.js:31` */
export function placeText(root: string, place: Place): string {
  return `${relativePath(root, place.file)}:${place.range.start.line + 1}`;
}

/** The start of a place as JSON documents give it: counting from 1. */
export function jsonPlace(root: string, place: Place) {
  const { line, character } = place.range.start;
  return { file: relativePath(root, place.file), line: line + 1, column: character + 1 };
}

export function jsonProblem(root: string, { code, message, place }: Problem) {
  if (!place) return { code, message };
  const { file, line } = jsonPlace(root, place);
  return { code, message, file, line };
}

export function problemText(root: string, { message, place }: Problem): string {
  return place ? `${placeText(root, place)}: ${message}` : message;
}
