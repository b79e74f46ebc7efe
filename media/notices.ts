import type { ExplainView } from '../src/model/explain-messages.js';
import type { Ask } from './ask.js';
import { button, element } from './element.js';

/** What is to be known of this run beside its verdict, and what to do about it. */
export function noticesView({ notices, buttons }: ExplainView, ask: Ask): HTMLElement | null {
  if (notices.length === 0) return null;
  return element(
    'section',
    { class: 'notice', 'aria-label': 'About this run' },
    element('div', {}, ...notices.map((notice) => element('p', {}, notice))),
    ...buttons.map(({ type, label, tooltip }) => {
      const made = button(label, ask(type));
      made.title = tooltip;
      return made;
    }),
  );
}
