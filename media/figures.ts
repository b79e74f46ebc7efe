import type { Plan } from '../src/model/plan.js';
import { element, number } from './element.js';

/** The four figures; nothing where the query was only planned, which the verdict says. */
export function figuresView({ metrics }: Plan): HTMLElement | null {
  if (!metrics) return null;
  return element(
    'dl',
    { class: 'figures' },
    figure('Returned', metrics.returned === null ? '–' : number(metrics.returned)),
    figure('Documents examined', number(metrics.docsExamined)),
    figure('Keys examined', number(metrics.keysExamined)),
    figure('Time', number(metrics.ms), 'ms'),
  );
}

function figure(name: string, value: string, unit = ''): HTMLElement {
  const shown = element('dd', {}, value, unit === '' ? null : element('span', { class: 'unit' }, ` ${unit}`));
  return element('div', {}, element('dt', {}, name), shown);
}
