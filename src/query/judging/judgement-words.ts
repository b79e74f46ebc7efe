import type { IndexRole } from '../../model/judgement.js';
import type { Access } from './accesses.js';
import type { IndexView } from './index-view.js';
import { certainLeaves, type Match } from './match-tree.js';
import { isNear } from './usable-leaf.js';

/** Why an index serves, as one sentence. */
export function servingReason(
  view: IndexView,
  way: Access & { readonly role: IndexRole },
  sortInMemory: boolean,
): string {
  const after = sortInMemory ? ', and the documents found are sorted in memory' : '';
  if (way.role === 'order') {
    return way.sorted
      ? 'It is read whole, because it has the order of the sort; the filter is checked on each document.'
      : 'The hint says so: it is read whole, and the filter is checked on each document.';
  }
  const search = way.searches.find((one) => one.view.name === view.name);
  const paths = search?.parts.filter(({ leaves }) => leaves.length > 0).map(({ path }) => path) ?? [];
  if (way.searches.length > 1) return `It serves a branch of the $or by ${listed(paths)}${after}.`;
  const order = way.sorted && !sortInMemory && way.covered ? ' and answers alone' : '';
  return `It is searched by ${listed(paths)}${order}${after}.`;
}

/** Why the server refuses a query with these indexes; null: it does not. */
export function refusalOf(
  match: Match,
  views: readonly IndexView[],
  found: readonly Access[],
): string | null {
  if (found.length > 0) return null;
  const leaves = certainLeaves(match);
  const has = (...kinds: readonly string[]) =>
    views.some(({ index, parts }) => !index.isHidden && parts.some(({ kind }) => kinds.includes(kind)));
  if (leaves.some(({ operator }) => operator === '$text')) {
    return has('text')
      ? 'The server refuses the query: its text index begins with paths that the filter does not give one value.'
      : 'The server refuses the query: $text needs a text index.';
  }
  const near = leaves.find(isNear);
  if (!near) return null;
  return `The server refuses the query: nearness needs a 2dsphere or 2d index on ${near.path}${has('2dsphere', '2d') ? ', searched from its first path on' : ''}.`;
}

export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
