import type { Problem } from '../model/problem.js';

/** Codes of Node: it was there when it was listed, and what is not there defines nothing. */
export function isGone(code: string): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** It may hold definitions, and nobody knows: nothing live is called extra. `code`: Node's, such as `EACCES`. */
export function unreadable(what: 'file' | 'folder', path: string, code: string): Problem {
  const why = code === '' ? '' : ` (${code})`;
  const message = `The ${what} cannot be read${why}, and may define indexes: make it readable, or exclude it.`;
  return { code: 'unreadable', message, place: startOf(path) };
}

/** It was read as far as is needed to know that nobody writes models in it. */
export function noText(file: string): Problem {
  return { code: 'no-text', message: 'The file cannot be read as text.', place: startOf(file) };
}

function startOf(file: string): Problem['place'] {
  const start = { line: 0, character: 0 };
  return { file, range: { start, end: start } };
}
