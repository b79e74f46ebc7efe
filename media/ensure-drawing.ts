import type {
  EnsureButton,
  EnsureCollectionView,
  EnsureRowView,
  EnsureView,
  EnsureWords,
} from '../src/model/ensure-view.js';
import { element } from './element.js';

/** The panel as it shall be now. What is pressed or ticked carries `data-ask` and `data-id`. */
export function ensureDrawing(view: EnsureView): HTMLElement {
  const { headline, settled, progress } = view;
  return element(
    'main',
    {},
    element(
      'header',
      {},
      element(
        'div',
        { class: 'where' },
        element('h1', {}, view.title),
        element('p', { class: 'faint' }, view.where),
      ),
      element('div', { class: 'actions' }, ...view.buttons.map(askButton)),
    ),
    element(
      'p',
      { id: 'headline', class: `headline ${headline.tone}`, role: 'status', tabindex: -1 },
      headline.words,
    ),
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

function askButton({ type, label, main, enabled }: EnsureButton): HTMLElement {
  return element(
    'button',
    {
      type: 'button',
      class: main ? 'main' : 'quiet',
      disabled: !enabled,
      'data-ask': type,
      // Never turned into another one: a second click on "Create" must not press what comes in its place.
      'data-key': type,
    },
    label,
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

function row({ id, name, key, options, ticked, state, notes }: EnsureRowView): HTMLElement {
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
      ...notes.map((note) => words('p', note, 'note')),
    ),
    words('td', state, 'state'),
  );
}

function words(tag: 'p' | 'span' | 'td', { tone, words }: EnsureWords, className: string): HTMLElement {
  return element(tag, { class: `${className} ${tone}` }, words);
}

function checkbox(id: string, ticked: boolean | 'some', label: string): HTMLInputElement {
  const made = element('input', { type: 'checkbox', 'aria-label': label, 'data-id': id, 'data-key': id });
  made.checked = ticked === true;
  made.indeterminate = ticked === 'some';
  return made;
}
