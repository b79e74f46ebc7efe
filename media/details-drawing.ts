import type { DetailsFact, DetailsLink, DetailsOption, DetailsView } from '../src/model/details-view.js';
import { element } from './element.js';
import { askButton, headline, panelHeader, words } from './words.js';

/** The panel of one index as it shall be now. */
export function detailsDrawing(view: DetailsView): HTMLElement {
  const { title, where, status, notes, key, facts, options, definition, queries, buttons } = view;
  return element(
    'main',
    {},
    panelHeader(title, where, []),
    element('p', { class: 'key' }, element('code', {}, key)),
    headline(status),
    element('div', {}, ...notes.map((note) => words('p', note, 'note'))),
    element('div', { class: 'actions' }, ...buttons.map(askButton)),
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(fact),
      ...(definition
        ? defined(definition)
        : [element('dt', {}, 'Definition'), element('dd', {}, 'in no code')]),
    ),
    ...(queries.length > 0 ? served(queries) : []),
    element('h2', { class: 'title', id: 'options' }, 'Options'),
    options.length > 0 ? optionTable(options) : element('p', { class: 'faint' }, 'None.'),
  );
}

function fact({ name, value, notes }: DetailsFact): readonly HTMLElement[] {
  return [element('dt', {}, name), element('dd', {}, value, ...notes.map(note))];
}

function defined({ id, text, notes }: DetailsLink): readonly HTMLElement[] {
  const link = element(
    'button',
    { type: 'button', class: 'link', 'data-ask': 'definition', 'data-id': id },
    text,
  );
  return [element('dt', {}, 'Definition'), element('dd', {}, link, ...notes.map(note))];
}

function served(queries: readonly DetailsLink[]): readonly HTMLElement[] {
  return [
    element('h2', { class: 'title', id: 'queries' }, 'Queries in code that it serves, as predicted'),
    element('ul', { class: 'queries', 'aria-labelledby': 'queries' }, ...queries.map(query)),
  ];
}

function query({ id, text, notes }: DetailsLink): HTMLElement {
  const link = element('button', { type: 'button', class: 'link', 'data-ask': 'query', 'data-id': id }, text);
  return element('li', {}, link, ...notes.map(note));
}

function note(text: string): HTMLElement {
  return element('div', { class: 'faint' }, text);
}

function optionTable(options: readonly DetailsOption[]): HTMLElement {
  return element(
    'table',
    { 'aria-labelledby': 'options' },
    element(
      'thead',
      { class: 'hidden' },
      element(
        'tr',
        {},
        ...['Option', 'Value', 'Meaning'].map((head) => element('th', { scope: 'col' }, head)),
      ),
    ),
    element('tbody', {}, ...options.map(optionRow)),
  );
}

function optionRow({ name, value, means }: DetailsOption): HTMLElement {
  return element(
    'tr',
    { 'data-key': name },
    element('th', { scope: 'row' }, element('code', {}, name)),
    element('td', {}, element('code', {}, value)),
    element('td', { class: 'faint' }, means),
  );
}
