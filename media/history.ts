import type { ExplainView } from '../src/model/explain-messages.js';
import { askingButton, type Ask } from './ask.js';
import { element } from './element.js';
import { figuresTable } from './figures-table.js';

/** This run under the earlier ones that came out otherwise: before and after an index was made. */
export function historySection({ history }: ExplainView, ask: Ask): HTMLElement | null {
  if (history.length < 2) return null;
  return element(
    'section',
    { 'aria-label': 'History' },
    element(
      'div',
      { class: 'titled' },
      element('h2', { class: 'title' }, 'History'),
      askingButton(ask, { type: 'forget-history', label: 'Forget' }, { className: 'link' }),
    ),
    figuresTable('Runs of this query shape, the latest first', 'When', history),
  );
}
