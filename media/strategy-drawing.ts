import type {
  StrategyCollectionView,
  StrategyQueryView,
  StrategyStepView,
  StrategyView,
} from '../src/model/strategy-view.js';
import { element } from './element.js';
import { checkbox, headline, panelHeader, words } from './words.js';

/** The strategy of each collection as it shall be now. */
export function strategyDrawing(view: StrategyView): HTMLElement {
  const { title, where, buttons, notes, collections, settled } = view;
  return element(
    'main',
    {},
    panelHeader(title, where, buttons),
    headline(view.headline),
    element('div', { class: 'about' }, ...notes.map((note) => element('p', { class: 'faint' }, note))),
    element('div', {}, ...collections.map(collection)),
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

function collection(one: StrategyCollectionView): HTMLElement {
  const { id, title, facts, ticked, notes, steps, unserved } = one;
  const heading = `collection-${id}`;
  return element(
    'section',
    { class: 'collection', 'aria-labelledby': heading, 'data-key': id },
    element(
      'div',
      { class: 'collection-head' },
      ticked === null ? null : checkbox(id, ticked, `All changes of ${title}`),
      element('h2', { id: heading }, title),
      element('span', { class: 'faint' }, facts),
    ),
    ...notes.map((note) => words('p', note, 'note')),
    steps.length === 0
      ? null
      : element(
          'table',
          { 'aria-labelledby': heading },
          element(
            'thead',
            { class: 'hidden' },
            element(
              'tr',
              {},
              ...['Write', 'Index', 'What to do'].map((head) => element('th', { scope: 'col' }, head)),
            ),
          ),
          element('tbody', {}, ...steps.map(step)),
        ),
    unserved.queries.length === 0
      ? null
      : element(
          'details',
          { class: 'unserved' },
          element('summary', {}, unserved.title),
          queryList(unserved.queries),
        ),
  );
}

function step(one: StrategyStepView): HTMLElement {
  const { id, name, key, options, ticked, act, reason, costs, notes, served, queries } = one;
  return element(
    'tr',
    { class: 'step', 'data-key': id },
    element('td', { class: 'tick' }, ticked === null ? null : checkbox(id, ticked, `${act.words}: ${name}`)),
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
      element('p', {}, reason),
      costs.length > 0 ? element('p', { class: 'costs' }, costs.join(' · ')) : null,
      ...notes.map((note) => words('p', note, 'note')),
      queries.length > 0 ? element('details', {}, element('summary', {}, served), queryList(queries)) : null,
    ),
    words('td', act, 'act'),
  );
}

function queryList(queries: readonly StrategyQueryView[]): HTMLElement {
  return element(
    'ul',
    { class: 'queries' },
    ...queries.map(({ id, place, words: asks }) =>
      element(
        'li',
        {},
        element('button', { type: 'button', class: 'link', 'data-ask': 'go', 'data-id': id }, place),
        element('span', {}, ` ${asks}`),
      ),
    ),
  );
}
