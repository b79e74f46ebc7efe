import type { Place } from '../model/place.js';
import { relativePath } from './relative-path.js';

/**
 * A workflow command that GitHub shows beside the code
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). Its `endColumn` counts only within
 * one line.
 */
export function annotation(
  level: 'error' | 'warning' | 'notice',
  title: string,
  sentence: string,
  place: Place | undefined,
  root: string,
): string {
  const properties = [...(place ? placeProperties(place, root) : []), `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${data(sentence)}`;
}

function placeProperties({ file, range: { start, end } }: Place, root: string): string[] {
  const from = [
    `file=${property(relativePath(root, file))}`,
    `line=${start.line + 1}`,
    `col=${start.character + 1}`,
  ];
  return start.line === end.line ? [...from, `endColumn=${end.character + 1}`] : from;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
