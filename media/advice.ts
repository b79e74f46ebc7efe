import type { ExplainView, ShownAdvice } from '../src/model/explain-messages.js';
import { askingButton, type Ask } from './ask.js';
import { element } from './element.js';

/** The indexes that would serve the query, each with why and with what settles it. */
export function adviceSection({ advice }: ExplainView, ask: Ask): HTMLElement | null {
  if (advice.length === 0) return null;
  return element(
    'section',
    { 'aria-label': 'Advice' },
    element('h2', { class: 'title' }, 'Advice'),
    ...advice.map((one) => card(one, ask)),
  );
}

function card({ id, key, title, reason, buttons }: ShownAdvice, ask: Ask): HTMLElement {
  return element(
    'div',
    { class: 'advice' },
    element('h3', {}, title),
    element('pre', { tabindex: 0, 'aria-label': 'Key pattern' }, key),
    element('p', {}, reason),
    element(
      'div',
      { class: 'actions' },
      ...buttons.map((one, at) => askingButton(ask, one, { id, className: at === 0 ? 'main' : 'quiet' })),
    ),
  );
}
