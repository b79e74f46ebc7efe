import { arrayComponents, isArrayPath } from './array-paths.js';
import { implies } from './implied.js';
import type { IndexView } from './index-view.js';
import { leafBounds, tightest, type Bounds, type Decision } from './leaf-bounds.js';
import { certainLeaves, type Leaf, type Match } from './match-tree.js';
import { mayBe, operandsOfLeaf } from './operand.js';
import { isGeo, isNear, unusable, type UseContext } from './usable-leaf.js';

/** What a query's predicates make of one path of an index. */
export interface SearchedPart {
  readonly path: string;
  readonly kind: IndexView['parts'][number]['kind'];
  readonly descends: boolean;
  readonly bounds: Bounds;
  readonly decision: Decision;
  readonly leaves: readonly Leaf[];
  readonly isMultikey: boolean;
}

/** How an index is searched for a conjunction of predicates. */
export interface IndexSearch {
  readonly view: IndexView;
  readonly parts: readonly SearchedPart[];
  /** Predicates that the index knows nothing of. */
  readonly rest: readonly Leaf[];
}

/** A sentence instead of a search: why the index cannot serve. `whole` is what a partial index must be implied by. */
export function searchOf(
  view: IndexView,
  leaves: readonly Leaf[],
  whole: Match,
  context: UseContext,
): IndexSearch | string {
  if (view.index.isHidden) return 'It is hidden: the planner does not look at it.';
  if (view.filter && !implies(whole, view.filter)) {
    return 'It is partial, and the filter does not ask for its documents only.';
  }
  const special = specialRefusal(view, leaves);
  if (special !== null) return special;
  const parts = searchedParts(view, leaves, context);
  const [first] = parts;
  if (!first || first.leaves.length === 0) return firstRefusal(view, leaves, context);
  const used = new Set(parts.flatMap((part) => part.leaves));
  const rest = leaves.filter((leaf) => !used.has(leaf) && !isOfFilter(leaf, view));
  return { view, parts, rest };
}

/** What a partial index's filter says word for word need not be checked again. */
function isOfFilter(leaf: Leaf, { filter }: IndexView): boolean {
  const text = JSON.stringify(leaf);
  return filter !== null && certainLeaves(filter).some((one) => JSON.stringify(one) === text);
}

/** Text and geo indexes hold only documents that have the text or the place: they serve no other search. */
function specialRefusal({ parts }: IndexView, leaves: readonly Leaf[]): string | null {
  const text = parts.findIndex(({ kind }) => kind === 'text');
  const search = leaves.find(({ operator }) => operator === '$text');
  if (search && text < 0) return 'The filter has $text, which only a text index serves.';
  if (text >= 0 && !search) return 'It is a text index, and the filter has no $text.';
  if (text >= 0) {
    const open = parts.slice(0, text).find(({ path }) => !leaves.some((leaf) => isEquality(leaf, path)));
    return open
      ? `It is a text index that begins with ${open.path}, which the filter does not give one value.`
      : null;
  }
  const near = leaves.find((leaf) => isNear(leaf));
  if (near && !parts.some(({ path, kind }) => path === near.path && isGeoKind(kind))) {
    return `${near.path} is searched by nearness, which needs a 2dsphere or 2d index on it.`;
  }
  const place = parts.find(({ kind }) => isGeoKind(kind));
  if (place && !leaves.some((leaf) => isGeo(leaf) && leaf.path === place.path)) {
    return `It is a geospatial index, and ${place.path} is not searched by place.`;
  }
  return null;
}

function isGeoKind(kind: SearchedPart['kind']): boolean {
  return kind === '2d' || kind === '2dsphere';
}

function isEquality(leaf: Leaf, path: string): boolean {
  return leaf.path === path && leaf.operator === '$eq' && !leaf.negated;
}

function firstRefusal(view: IndexView, leaves: readonly Leaf[], context: UseContext): string {
  const [first] = view.parts;
  const path = first?.path ?? '';
  if (first?.kind === 'wildcard') return 'No path that it holds is searched in a way that it could serve.';
  const own = leaves.filter((leaf) => leaf.path === path);
  if (own.length === 0) return `Its first path, ${path}, is not in the filter.`;
  if (first?.kind === 'hashed') return `Its first path, ${path}, is hashed, which serves equality only.`;
  const why = own.map((leaf) => unusable(leaf, view, context)).find((reason) => reason !== null);
  return `Its first path, ${path}, ${why ?? 'is searched in a way that it does not serve'}.`;
}

function searchedParts(
  view: IndexView,
  leaves: readonly Leaf[],
  context: UseContext,
): readonly SearchedPart[] {
  const found: SearchedPart[] = [];
  for (const part of view.parts) {
    const wildcard = part.kind === 'wildcard' ? wildcardPath(part.path, leaves, view, context) : null;
    const path = wildcard ?? part.path;
    const isMultikey = isArrayPath(path, context.facts);
    const usable =
      part.kind === 'wildcard' && wildcard === null
        ? []
        : usableLeaves(path, part.kind, leaves, view, context);
    const shared = usable.filter((leaf) => !sharesArray(leaf, found, context));
    const bounded = shared.map((leaf) => ({ leaf, ...boundsOf(leaf, part.kind, view, context) }));
    const kept = isMultikey ? bestOf(bounded) : bounded;
    found.push({
      path,
      kind: part.kind,
      descends: part.descends,
      bounds: boundsTogether(kept),
      decision: worst(kept.map(({ decision }) => decision)),
      leaves: kept.map(({ leaf }) => leaf),
      isMultikey,
    });
  }
  return found;
}

function usableLeaves(
  path: string,
  kind: SearchedPart['kind'],
  leaves: readonly Leaf[],
  view: IndexView,
  context: UseContext,
): readonly Leaf[] {
  const own = leaves.filter((leaf) => leaf.path === path);
  if (kind === 'text') return leaves.filter(({ operator }) => operator === '$text');
  if (isGeoKind(kind))
    return own.filter((leaf) => isGeo(leaf) && (kind === '2dsphere' || leaf.operator !== '$geoIntersects'));
  if (kind === 'hashed') return own.filter((leaf) => isHashable(leaf, view, context));
  return own.filter((leaf) => unusable(leaf, view, context) === null);
}

function isHashable(leaf: Leaf, view: IndexView, context: UseContext): boolean {
  if (leaf.negated || leaf.isExpr || !['$eq', '$in'].includes(leaf.operator)) return false;
  const hasPattern = operandsOfLeaf(leaf, context.facts).some((one) => mayBe(one, 'regex', 'array'));
  return !hasPattern && unusable(leaf, view, context) === null;
}

/** The path that a wildcard index is searched by. */
function wildcardPath(
  prefix: string,
  leaves: readonly Leaf[],
  view: IndexView,
  context: UseContext,
): string | null {
  const sparse = { ...view, isSparse: true };
  const found = leaves.find(
    (leaf) =>
      leaf.path !== '' &&
      (prefix === '' ? leaf.path !== '_id' : leaf.path === prefix || leaf.path.startsWith(`${prefix}.`)) &&
      !leaf.negated &&
      !leaf.isExpr &&
      unusable(leaf, sparse, context) === null,
  );
  return found?.path ?? null;
}

/** Values of two paths inside one array belong together only where one `$elemMatch` says so. */
function sharesArray(leaf: Leaf, earlier: readonly SearchedPart[], { facts }: UseContext): boolean {
  const own = arrayPrefixes(leaf.path, facts);
  return earlier.some(({ path, leaves }) =>
    leaves.some((other) => {
      const shared = arrayPrefixes(path, facts).filter((prefix) => own.includes(prefix));
      const inOneElement = (prefix: string) =>
        leaf.elemMatches.includes(prefix) && other.elemMatches.includes(prefix);
      return !shared.every(inOneElement);
    }),
  );
}

function arrayPrefixes(path: string, facts: UseContext['facts']): readonly string[] {
  const names = path.split('.');
  return arrayComponents(path, facts).map((at) => names.slice(0, at + 1).join('.'));
}

interface BoundLeaf {
  readonly leaf: Leaf;
  readonly bounds: Bounds;
  readonly decision: Decision;
}

function boundsOf(leaf: Leaf, kind: SearchedPart['kind'], view: IndexView, { facts }: UseContext) {
  if (kind === 'text' || isGeoKind(kind)) return { bounds: 'range', decision: 'documents' } as const;
  const found = leafBounds(leaf, view.isSparse || kind === 'wildcard', view.collation !== null, facts);
  return kind === 'hashed' ? ({ ...found, decision: 'documents' } as const) : found;
}

const strength: readonly Bounds[] = ['point', 'points', 'range', 'all'];

/** Of several predicates on a path with arrays, different elements may fulfil each: one bounds the keys. */
function bestOf(bounded: readonly BoundLeaf[]): readonly BoundLeaf[] {
  const inOneElement = bounded.filter(({ leaf }) => leaf.elemMatches.length > 0);
  if (inOneElement.length > 1) return inOneElement;
  return bounded.toSorted((a, b) => strength.indexOf(a.bounds) - strength.indexOf(b.bounds)).slice(0, 1);
}

/** Several predicates on a path are a range, even where they leave one value: so the server takes them for a sort. */
function boundsTogether(kept: readonly BoundLeaf[]): Bounds {
  const bounds = tightest(kept.map((one) => one.bounds));
  return kept.length > 1 && bounds !== 'all' ? 'range' : bounds;
}

const decisions: readonly Decision[] = ['documents', 'keys', 'exact'];

function worst(all: readonly Decision[]): Decision {
  return decisions.find((decision) => all.includes(decision)) ?? 'exact';
}
