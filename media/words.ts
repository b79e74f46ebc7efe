import type { AskButton, TonedWords } from '../src/model/panel-messages.js';
import { element } from './element.js';

/** Words with the mark of their tone. */
export function words(tag: 'p' | 'span' | 'td', { tone, words }: TonedWords, className: string): HTMLElement {
  return element(tag, { class: `${className} ${tone}` }, words);
}

/** What a panel is about, where, and what can be done. */
export function panelHeader(
  title: string,
  where: string,
  buttons: readonly AskButton<string>[],
): HTMLElement {
  return element(
    'header',
    {},
    element('div', { class: 'where' }, element('h1', {}, title), element('p', { class: 'faint' }, where)),
    element('div', { class: 'actions' }, ...buttons.map(askButton)),
  );
}

export function headline({ tone, words }: TonedWords): HTMLElement {
  return element('p', { id: 'headline', class: `headline ${tone}`, role: 'status', tabindex: -1 }, words);
}

export function askButton({ type, label, main, enabled, id }: AskButton<string>): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      class: main ? 'main' : 'quiet',
      disabled: !enabled,
      'data-ask': type,
      'data-id': id ?? null,
      // Never turned into another one: a second click on "Create" must not press what comes in its place.
      'data-key': id === undefined ? type : `${type} ${id}`,
    },
    label,
  );
}

/** Ticked for what its id names; `some`: only a part of that is. */
export function checkbox(id: string, ticked: boolean | 'some', label: string): HTMLInputElement {
  const made = element('input', { type: 'checkbox', 'aria-label': label, 'data-id': id, 'data-key': id });
  made.checked = ticked === true;
  made.indeterminate = ticked === 'some';
  return made;
}
