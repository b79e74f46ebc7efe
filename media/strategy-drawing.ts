import type {
  StrategyCollectionView,
  StrategyQueryView,
  StrategyStepView,
  StrategyView,
} from '../src/model/strategy-view.js';
import { collectionLists, collectionSection, indexTable, indexWords, tickCell } from './collections.js';
import { element } from './element.js';
import { headline, panelHeader, words } from './words.js';

/** The strategy of each collection as it shall be now. */
export function strategyDrawing(view: StrategyView): HTMLElement {
  const { title, where, buttons, notes, collections, settled } = view;
  return element(
    'main',
    {},
    panelHeader(title, where, buttons),
    headline(view.headline),
    element('div', { class: 'about' }, ...notes.map((note) => element('p', { class: 'faint' }, note))),
    ...collectionLists(collections, settled, collection),
  );
}

function collection(one: StrategyCollectionView): HTMLElement {
  const { title, notes, steps, unserved } = one;
  return collectionSection(
    one,
    `All changes of ${title}`,
    [],
    ...notes.map((note) => words('p', note, 'note')),
    steps.length === 0 ? null : indexTable(one, ['Write', 'Index', 'What to do'], steps.map(step)),
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
  const { id, name, ticked, act, reason, costs, notes, served, queries } = one;
  return element(
    'tr',
    { class: 'step', 'data-key': id },
    tickCell(id, ticked, `${act.words}: ${name}`),
    element(
      'td',
      {},
      ...indexWords(one),
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
    ...queries.map(({ id, place, words: asks, examined }) =>
      element(
        'li',
        {},
        element('button', { type: 'button', class: 'link', 'data-ask': 'go', 'data-id': id }, place),
        element('span', {}, ` ${asks}`),
        examined === null ? null : element('span', { class: 'faint' }, ` · ${examined}`),
      ),
    ),
  );
}
