import type {
  EnsureCollectionView,
  EnsureRowView,
  EnsureView,
  EnsureWayView,
} from '../src/model/ensure-view.js';
import { element } from './element.js';
import { askButton, checkbox, headline, panelHeader, words } from './words.js';

/** The panel as it shall be now. What is pressed or ticked carries `data-ask` and `data-id`. */
export function ensureDrawing(view: EnsureView): HTMLElement {
  const { settled, progress } = view;
  return element(
    'main',
    {},
    panelHeader(view.title, view.where, view.buttons),
    headline(view.headline),
    element(
      'div',
      { class: 'about' },
      progress
        ? element('progress', { max: progress.total, value: progress.done, 'aria-label': 'Collections done' })
        : null,
      ...view.notes.map((note) => element('p', { class: 'faint' }, note)),
    ),
    element('div', {}, ...view.collections.map(collection)),
    settled.collections.length > 0
      ? element(
          'details',
          {},
          element('summary', {}, settled.title),
          element('div', {}, ...settled.collections.map(collection)),
        )
      : null,
  );
}

function collection(one: EnsureCollectionView): HTMLElement {
  const { id, title, facts, ticked, state, percent, notes, rows } = one;
  const heading = `collection-${id}`;
  return element(
    'section',
    { class: 'collection', 'aria-labelledby': heading, 'data-key': id },
    element(
      'div',
      { class: 'collection-head' },
      ticked === null ? null : checkbox(id, ticked, `Create the missing indexes of ${title}`),
      element('h2', { id: heading }, title),
      element('span', { class: 'faint' }, facts),
      state ? words('span', state, 'state') : null,
      percent === null
        ? null
        : element('progress', { max: 100, value: percent, 'aria-label': `Build of ${title}` }),
    ),
    ...notes.map((note) => words('p', note, 'note')),
    element(
      'table',
      { 'aria-labelledby': heading },
      element(
        'thead',
        { class: 'hidden' },
        element(
          'tr',
          {},
          ...['Create', 'Index', 'State'].map((head) => element('th', { scope: 'col' }, head)),
        ),
      ),
      element('tbody', {}, ...rows.map(row)),
    ),
  );
}

function row({ id, name, key, options, ticked, state, notes, ways, buttons }: EnsureRowView): HTMLElement {
  return element(
    'tr',
    { 'data-key': id },
    element('td', { class: 'tick' }, ticked === null ? null : checkbox(id, ticked, `Create ${name}`)),
    element(
      'td',
      {},
      element('code', { class: 'index' }, name),
      element(
        'div',
        { class: 'faint' },
        element('code', {}, key),
        options === '' ? null : element('span', {}, ` ${options}`),
      ),
      element('div', {}, ...notes.map((note) => words('p', note, 'note'))),
      buttons.length > 0 ? element('div', { class: 'actions small' }, ...buttons.map(askButton)) : null,
      ways.length > 0 ? waysOut(name, ways) : null,
    ),
    words('td', state, 'state'),
  );
}

function waysOut(name: string, ways: readonly EnsureWayView[]): HTMLElement {
  const title = ways.length === 1 ? 'One way to settle it' : `${ways.length} ways to settle it`;
  return element(
    'details',
    { class: 'ways' },
    element('summary', { 'aria-label': `${title}: ${name}` }, title),
    element('ul', {}, ...ways.map(way)),
  );
}

function way({ does, costs, button }: EnsureWayView): HTMLElement {
  return element(
    'li',
    {},
    element('p', {}, does),
    element('p', { class: 'faint' }, costs),
    element('div', { class: 'actions small' }, askButton(button)),
  );
}
