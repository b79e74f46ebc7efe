import type {
  EnsureCollectionView,
  EnsureRowView,
  EnsureView,
  EnsureWayView,
} from '../src/model/ensure-view.js';
import { collectionLists, collectionSection, indexTable, indexWords, tickCell } from './collections.js';
import { element } from './element.js';
import { askButton, headline, panelHeader, words } from './words.js';

/** The panel as it shall be now. What is pressed or ticked carries `data-ask` and `data-id`. */
export function ensureDrawing(view: EnsureView): HTMLElement {
  const { progress } = view;
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
    ...collectionLists(view.collections, view.settled, collection),
  );
}

function collection(one: EnsureCollectionView): HTMLElement {
  const { title, state, percent, notes, rows } = one;
  const progress = [
    state ? words('span', state, 'state') : null,
    percent === null
      ? null
      : element('progress', { max: 100, value: percent, 'aria-label': `Build of ${title}` }),
  ];
  return collectionSection(
    one,
    `Create the missing indexes of ${title}`,
    progress,
    ...notes.map((note) => words('p', note, 'note')),
    indexTable(one, ['Create', 'Index', 'State'], rows.map(row)),
  );
}

function row(one: EnsureRowView): HTMLElement {
  const { id, name, ticked, state, notes, ways, buttons } = one;
  return element(
    'tr',
    { 'data-key': id },
    tickCell(id, ticked, `Create ${name}`),
    element(
      'td',
      {},
      ...indexWords(one),
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
