import { arrayComponents, isArrayPath } from './array-paths.js';
import { implies } from './implied.js';
import type { IndexView } from './index-view.js';
import { isFalse, leafBounds, tightest, type Bounds, type Decision } from './leaf-bounds.js';
import { certainLeaves, type Leaf, type Match } from './match-tree.js';
import { mayBe, operandsOfLeaf } from './operand.js';
import { knownOf } from '../sort-and-projection.js';
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
  /** There may be texts among the keys read, which a collation makes into something else. */
  readonly hasTexts: boolean;
  /** Its keys stand in the order of its values, by the collation of the query. */
  readonly isOrdered: boolean;
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
  const text = (one: Leaf) => JSON.stringify([one.path, one.operator, one.negated, knownOf(one.value)]);
  return filter !== null && certainLeaves(filter).some((one) => text(one) === text(leaf));
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
  for (const { path, kind, descends } of view.parts) {
    const isMultikey = isArrayPath(path, context.facts);
    const usable = usableLeaves(path, kind, leaves, view, context);
    const shared = usable.filter((leaf) => !sharesArray(leaf, found, context));
    const bounded = shared.map((leaf) => ({ leaf, ...boundsOf(leaf, kind, view, context) }));
    const kept = isMultikey || kind === 'wildcard' ? bestOf(bounded) : bounded;
    const bounds = boundsTogether(kept);
    const own = kept.map(({ leaf }) => leaf);
    found.push({
      path,
      kind,
      descends,
      bounds,
      decision: worst(
        kept.map(({ leaf, decision }) =>
          isMultikey && !decidesAlone(leaf, decision) ? 'documents' : decision,
        ),
      ),
      leaves: own,
      isMultikey,
      hasTexts: hasTexts(bounds, own, context),
      isOrdered:
        (kind === 'ordered' || kind === 'wildcard') &&
        (view.collation === context.collation || !hasTexts(bounds, own, context)),
    });
  }
  return found;
}

function hasTexts(bounds: Bounds, leaves: readonly Leaf[], { facts }: UseContext): boolean {
  if (bounds === 'all' || leaves.length === 0) return true;
  const compared = leaves.flatMap((leaf) => (leaf.operator === '$elemMatch' ? leaf.inner : [leaf]));
  return compared.some(
    (leaf) =>
      leaf.negated ||
      operandsOfLeaf(leaf, facts).some((one) => mayBe(one, 'string', 'object', 'array', 'regex')),
  );
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
  if (kind === 'wildcard') return own.filter((leaf) => isInWildcard(leaf, view, context));
  if (kind === 'hashed') return own.filter((leaf) => isHashable(leaf, view, context));
  return own.filter((leaf) => unusable(leaf, view, context) === null);
}

function isHashable(leaf: Leaf, view: IndexView, context: UseContext): boolean {
  if (leaf.operator === '$exists') return leaf.negated !== isFalse(knownOf(leaf.value));
  if (leaf.negated || !['$eq', '$in'].includes(leaf.operator)) return false;
  const hasPattern = operandsOfLeaf(leaf, context.facts).some((one) => mayBe(one, 'regex'));
  return !hasPattern && unusable(leaf, view, context) === null;
}

/** A wildcard index holds paths one by one, as a sparse index would, and no negation is asked of it. */
function isInWildcard(leaf: Leaf, view: IndexView, context: UseContext): boolean {
  if (leaf.negated || leaf.isExpr || leaf.operator === '$elemMatch') return false;
  const operands = operandsOfLeaf(leaf, context.facts);
  if (operands.some((one) => mayBe(one, 'object', 'array'))) return false;
  return unusable(leaf, { ...view, isSparse: true }, context) === null;
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

/** A key is one element of an array: that another one fulfils or breaks the predicate only the document tells. */
function decidesAlone({ negated }: Leaf, decision: Decision): boolean {
  return decision === 'exact' && !negated;
}

const decisions: readonly Decision[] = ['documents', 'counted', 'keys', 'exact'];

function worst(all: readonly Decision[]): Decision {
  return decisions.find((decision) => all.includes(decision)) ?? 'exact';
}
