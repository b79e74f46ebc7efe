import type { ComparedIndex, Comparison, IndexStatus } from '../model/comparison.js';
import { counted } from './index-words.js';

export const statusMarks: Readonly<Record<IndexStatus, string>> = {
  applied: '✅',
  missing: '❌',
  different: '🔶',
  extra: '➕',
  building: '⏳',
  hidden: '🙈',
};

/** What to know of one index, in a few words; empty for an applied one. */
export function statusText({ status, differences, live }: ComparedIndex): string {
  switch (status) {
    case 'applied':
      return '';
    case 'different':
      return `different: ${differences.join(', ')}${live ? ` (live: ${live.name})` : ''}`;
    case 'extra':
      return live?.building ? 'extra, being built' : 'extra: live, defined nowhere';
    case 'building':
      return `building${typeof live?.building?.percent === 'number' ? ` ${Math.round(live.building.percent)} %` : ''}`;
    case 'hidden':
      return 'hidden: kept up to date, used by no query';
    case 'missing':
      return 'missing';
  }
}

/** One sentence for each finding, as tools that annotate code show it. */
export function findingSentence(collection: string, index: ComparedIndex, database: string): string {
  const where = `\`${collection}\` of \`${database}\``;
  switch (index.status) {
    case 'missing':
      return `Index ${index.name} is missing in ${where}.`;
    case 'different':
      return `Index ${index.name} is live in ${where}, but differs: ${index.differences.join(', ')}.`;
    case 'extra':
      return `Index ${index.name} is live in ${where} and defined nowhere.`;
    case 'building':
      return `Index ${index.name} is being built in ${where}.`;
    case 'hidden':
      return `Index ${index.name} is hidden in ${where}: no query uses it.`;
    case 'applied':
      return `Index ${index.name} is applied in ${where}.`;
  }
}

/** `Missing in \`petbuddy\`: 2 of 18`, or that all is well. */
export function closingLine({ summary, database, collections }: Comparison): string {
  const unlisted = collections.reduce((sum, one) => sum + one.unlisted.length, 0);
  const { applied, missing, different, building, hidden } = summary;
  const defined = applied + missing + different + building + hidden + unlisted;
  if (defined === 0) return `No index is defined for \`${database}\`.`;
  const counts = [
    summary.missing > 0 ? `Missing in \`${database}\`: ${summary.missing} of ${defined}` : '',
    summary.different > 0 ? `different: ${summary.different}` : '',
    summary.building > 0 ? `building: ${summary.building}` : '',
    summary.hidden > 0 ? `hidden: ${summary.hidden}` : '',
    unlisted > 0 ? `not known, for want of permission: ${unlisted}` : '',
  ].filter(Boolean);
  if (counts.length === 0) {
    return defined === 1
      ? `The one defined index is applied in \`${database}\`.`
      : `All ${counted(defined, 'defined index')} are applied in \`${database}\`.`;
  }
  if (summary.missing === 0) counts.unshift(`Applied in \`${database}\`: ${summary.applied} of ${defined}`);
  return `${counts.join(', ')}.`;
}
