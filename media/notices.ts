import type { ExplainView } from '../src/model/explain-messages.js';
import { askingButton, type Ask } from './ask.js';
import { element } from './element.js';

/** What is to be known of this run beside its verdict, and what to do about it. */
export function noticesView({ notices, buttons }: ExplainView, ask: Ask): HTMLElement | null {
  if (notices.length === 0) return null;
  return element(
    'section',
    { class: 'notice', 'aria-label': 'About this run' },
    element('div', {}, ...notices.map((notice) => element('p', {}, notice))),
    ...buttons.map((one) => askingButton(ask, one)),
  );
}
