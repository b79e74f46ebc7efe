import type { Plan, PlanStage } from '../src/model/plan.js';
import { element, number } from './element.js';

/** The four figures; nothing where the query was only planned, which the verdict says. */
export function figuresView({ metrics, winning }: Plan): HTMLElement | null {
  if (!metrics) return null;
  const [first, count] = written(winning) ?? ['Returned', metrics.returned];
  return element(
    'dl',
    { class: 'figures' },
    figure(first, count === null ? '–' : number(count)),
    figure('Documents examined', number(metrics.docsExamined)),
    figure('Keys examined', number(metrics.keysExamined)),
    figure('Time', number(metrics.ms), 'ms'),
  );
}

/** What a write would do, were it not only explained: it returns nothing. */
function written({ stage, returned, details }: PlanStage): [words: string, count: number] | null {
  if (returned !== 0) return null;
  const [words, name] =
    stage === 'UPDATE' ? ['Would modify', 'nWouldModify'] : ['Would delete', 'nWouldDelete'];
  const value = details[name];
  return typeof value === 'number' ? [words, value] : null;
}

function figure(name: string, value: string, unit = ''): HTMLElement {
  const shown = element('dd', {}, value, unit === '' ? null : element('span', { class: 'unit' }, ` ${unit}`));
  return element('div', {}, element('dt', {}, name), shown);
}
