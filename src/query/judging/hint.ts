import type { Json } from '../../model/json.js';
import type { IndexView } from './index-view.js';

export type Hint =
  | { readonly kind: 'none' | 'scan' }
  | { readonly kind: 'index'; readonly view: IndexView }
  | { readonly kind: 'refused'; readonly reason: string };

/** What a hint leaves the planner: https://www.mongodb.com/docs/manual/reference/method/cursor.hint/ */
export function hintOf(hint: Json | undefined, views: readonly IndexView[]): Hint {
  if (hint === undefined || hint === null) return { kind: 'none' };
  if (typeof hint === 'object' && '$natural' in hint) return { kind: 'scan' };
  const pattern = JSON.stringify(typeof hint === 'object' ? Object.entries(hint) : hint);
  const view = views.find(({ name, index }) =>
    typeof hint === 'string' ? name === hint : JSON.stringify(index.key) === pattern,
  );
  if (view && !view.index.isHidden) return { kind: 'index', view };
  const named = typeof hint === 'string' ? hint : JSON.stringify(hint);
  return {
    kind: 'refused',
    reason: `The server refuses the query: there is no visible index for its hint ${named}.`,
  };
}
