import type { ExplainView } from '../src/model/explain-messages.js';
import type { Ask } from './ask.js';
import { element } from './element.js';

/** The parts that only some ways through the code write, to be ticked on and off; each change runs the query again. */
export function optionalParts({ parts }: ExplainView, ask: Ask): HTMLElement | null {
  if (parts.length === 0) return null;
  return element(
    'fieldset',
    { class: 'parts' },
    element('legend', {}, 'Only on some ways through the code'),
    ...parts.map(({ id, path, included }) => {
      const box = element('input', { type: 'checkbox', id: `part ${id}`, checked: included });
      box.addEventListener('change', () => {
        ask(box.checked ? 'include-part' : 'omit-part', id)();
      });
      return element('label', {}, box, element('code', {}, path));
    }),
  );
}
