import { element } from './element.js';

export function section(title: string, ...children: readonly (Node | null)[]): HTMLElement {
  return element('section', { 'aria-label': title }, element('h2', { class: 'title' }, title), ...children);
}

/** The content is made when it is first opened: raw output may be megabytes. */
export function folded(title: string, content: () => readonly Node[]): HTMLDetailsElement {
  const made = element('details', {}, element('summary', {}, title));
  made.addEventListener(
    'toggle',
    () => {
      made.append(...content());
    },
    { once: true },
  );
  return made;
}
