import { InvalidArgumentError } from 'commander';
import { adviceRules } from '../model/advice.js';
import type { FindingKind } from '../model/comparison.js';
import { rules } from '../model/finding.js';
import type { QueryFailure } from '../report/query-findings.js';
import type { At } from './explain-command.js';

// What the options' texts mean. Each throws commander's InvalidArgumentError, which becomes a usage error.

export function appended(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

export function appendedNames(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...namesIn(text)];
}

const findingKinds: readonly FindingKind[] = [
  ...(['missing', 'different', 'extra', 'building', 'hidden'] as const),
  ...adviceRules,
];

export const findingKindsIn = among(findingKinds);

export const queryFailuresIn = among<QueryFailure>(['unserved', ...rules]);

function among<T extends string>(known: readonly T[]): (text: string) => ReadonlySet<T> {
  return (text) => {
    const names = namesIn(text);
    const unknown = names.find((name) => !known.some((one) => one === name));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`"${unknown}" is no finding; it takes ${known.join(', ')}.`);
    }
    return new Set(known.filter((one) => names.includes(one)));
  };
}

export function countIn(text: string): number {
  if (!/^[1-9]\d{0,5}$/u.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.');
  return Number(text);
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
