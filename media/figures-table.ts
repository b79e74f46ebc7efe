import type { FiguresRow } from '../src/model/explain-messages.js';
import type { Verdict } from '../src/model/plan.js';
import { element, number } from './element.js';

const words: Readonly<Record<Verdict, string>> = { good: 'good', warning: 'could be better', bad: 'bad' };
const heads = ['Plan', 'Returned', 'Documents', 'Keys', 'Time'];

/** Runs beside each other. `first`: what the rows are. */
export function figuresTable(caption: string, first: string, rows: readonly FiguresRow[]): HTMLElement {
  return element(
    'table',
    { class: 'runs' },
    element('caption', { class: 'hidden' }, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...[first, ...heads].map((head, at) =>
          element('th', { scope: 'col', class: at > 1 ? 'number' : null }, head),
        ),
      ),
    ),
    element('tbody', {}, ...rows.map(rowOf)),
  );
}

function rowOf({ label, verdict, plan, returned, docsExamined, keysExamined, ms }: FiguresRow): HTMLElement {
  const mark =
    verdict && element('span', { class: `dot ${verdict}`, role: 'img', 'aria-label': words[verdict] });
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, mark, label),
    element('td', {}, element('code', {}, plan)),
    ...[returned, docsExamined, keysExamined].map((value) => numberCell(value, '')),
    numberCell(ms, ' ms'),
  );
}

function numberCell(value: number | null, unit: string): HTMLElement {
  return element('td', { class: 'number' }, value === null ? '–' : `${number(value)}${unit}`);
}
