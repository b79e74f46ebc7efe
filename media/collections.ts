import { element, type Child } from './element.js';
import { checkbox } from './words.js';

// What the panels that list collections with their indexes have in common.

interface CollectionHead {
  readonly id: string;
  readonly title: string;
  readonly facts: string;
  readonly ticked: boolean | 'some' | null;
}

interface IndexWords {
  readonly name: string;
  /** `{ companyId: 1 }` */
  readonly key: string;
  /** `unique, sparse`; empty: none. */
  readonly options: string;
}

/** Collections where something is to be done, and below them, folded, the others. */
export function collectionLists<View>(
  collections: readonly View[],
  settled: { readonly title: string; readonly collections: readonly View[] },
  drawing: (one: View) => HTMLElement,
): readonly (HTMLElement | null)[] {
  return [
    element('div', {}, ...collections.map(drawing)),
    settled.collections.length > 0
      ? element(
          'details',
          {},
          element('summary', {}, settled.title),
          element('div', {}, ...settled.collections.map(drawing)),
        )
      : null,
  ];
}

/** `label` tells what its box ticks; `more` stands in its head. */
export function collectionSection(
  { id, title, facts, ticked }: CollectionHead,
  label: string,
  more: readonly Child[],
  ...children: readonly Child[]
): HTMLElement {
  const heading = headingId(id);
  return element(
    'section',
    { class: 'collection', 'aria-labelledby': heading, 'data-key': id },
    element(
      'div',
      { class: 'collection-head' },
      ticked === null ? null : checkbox(id, ticked, label),
      element('h2', { id: heading }, title),
      element('span', { class: 'faint' }, facts),
      ...more,
    ),
    ...children,
  );
}

/** The indexes of a collection; the heads are for screen readers alone. */
export function indexTable(
  { id }: CollectionHead,
  heads: readonly string[],
  rows: readonly HTMLElement[],
): HTMLElement {
  return element(
    'table',
    { 'aria-labelledby': headingId(id) },
    element(
      'thead',
      { class: 'hidden' },
      element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
    ),
    element('tbody', {}, ...rows),
  );
}

/** The box that says whether a row counts. */
export function tickCell(id: string, ticked: boolean | null, label: string): HTMLElement {
  return element('td', { class: 'tick' }, ticked === null ? null : checkbox(id, ticked, label));
}

/** An index by name, key pattern and options. */
export function indexWords({ name, key, options }: IndexWords): readonly HTMLElement[] {
  return [
    element('code', { class: 'index' }, name),
    element(
      'div',
      { class: 'faint' },
      element('code', {}, key),
      options === '' ? null : element('span', {}, ` ${options}`),
    ),
  ];
}

function headingId(id: string): string {
  return `collection-${id}`;
}
