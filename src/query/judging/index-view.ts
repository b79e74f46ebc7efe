import { canonicalCollation } from '../../model/collation.js';
import type { CollectionFacts, JudgedIndex } from '../../model/judgement.js';
import { matchOfKnown } from './match.js';
import type { Match } from './match-tree.js';

/** `ordered`: by its values, up or down. */
type PartKind = 'ordered' | 'hashed' | '2dsphere' | '2d' | 'text' | 'wildcard' | 'other';

interface IndexPart {
  /** Of a wildcard: what its keys' paths begin with, empty for all. */
  readonly path: string;
  readonly kind: PartKind;
  readonly descends: boolean;
}

/** An index, taken apart once for all queries. */
export interface IndexView {
  readonly index: JudgedIndex;
  readonly name: string;
  readonly parts: readonly IndexPart[];
  readonly isSparse: boolean;
  /** Of a partial index: what its documents fulfil. */
  readonly filter: Match | null;
  /** Null: the simple one. */
  readonly collation: string | null;
}

const special: ReadonlySet<string> = new Set(['hashed', '2dsphere', '2d', 'text']);

export function viewOf(index: JudgedIndex, facts: CollectionFacts): IndexView {
  const { key, options, name } = index;
  const partial = options.partialFilterExpression;
  return {
    index,
    name,
    parts: key.map(([path, direction]): IndexPart => {
      const wildcard = /^(?:(.*)\.)?\$\*\*$/u.exec(path);
      if (wildcard) return { path: wildcard[1] ?? '', kind: 'wildcard', descends: false };
      if (typeof direction === 'number') return { path, kind: 'ordered', descends: direction < 0 };
      return { path, kind: special.has(direction) ? (direction as PartKind) : 'other', descends: false };
    }),
    isSparse: isOn(options.sparse),
    filter: partial === undefined ? null : matchOfKnown(partial),
    collation: canonicalCollation(options.collation ?? facts.collation),
  };
}

function isOn(option: unknown): boolean {
  return option === true || (typeof option === 'number' && option !== 0);
}

/** A wildcard index serves one path at a time: what it is for each of these. Every other index stands for itself. */
export function expanded(view: IndexView, paths: readonly string[]): readonly IndexView[] {
  if (!view.parts.some(({ kind }) => kind === 'wildcard')) return [view];
  const views = [...new Set(paths)].map((path) => ({
    ...view,
    parts: view.parts.map((part) =>
      part.kind === 'wildcard' && isBelow(path, part.path) ? { ...part, path } : part,
    ),
  }));
  return views.length > 0 ? views : [view];
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === '' ? path !== '_id' : path === prefix || path.startsWith(`${prefix}.`);
}

/** The server's own index, which every collection has. */
export const idIndex: JudgedIndex = { key: [['_id', 1]], options: {}, name: '_id_', isHidden: false };
