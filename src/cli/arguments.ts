import { InvalidArgumentError } from 'commander';
import type { IndexStatus } from '../model/comparison.js';
import type { At } from './explain-command.js';

// What the options' texts mean. Each throws commander's InvalidArgumentError, which becomes a usage error.

export function appended(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

export function appendedNames(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...namesIn(text)];
}

const statuses: readonly IndexStatus[] = ['missing', 'different', 'extra', 'building', 'hidden'];

export function statusesIn(text: string): ReadonlySet<IndexStatus> {
  const names = namesIn(text);
  const unknown = names.find((name) => !statuses.some((status) => status === name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`"${unknown}" is no status; it takes ${statuses.join(', ')}.`);
  }
  return new Set(statuses.filter((status) => names.includes(status)));
}

/** `FILE:LINE` or `FILE:LINE:COLUMN`; the file may hold a colon of its own, as on Windows. */
export function placeIn(text: string): At {
  const [, file, line, column] = /^(.+?):(\d+)(?::(\d+))?$/u.exec(text) ?? [];
  if (!file || Number(line) < 1 || (column !== undefined && Number(column) < 1)) {
    throw new InvalidArgumentError('It takes FILE:LINE or FILE:LINE:COLUMN, counted from 1.');
  }
  return { file, line: Number(line), column: column === undefined ? null : Number(column) };
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
