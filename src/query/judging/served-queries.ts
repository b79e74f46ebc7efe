import type { Catalog } from '../../model/catalog.js';
import { liveOf, type ComparedCollection } from '../../model/comparison.js';
import type { IndexRole, JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import { judge } from './judge.js';
import { judgedLive, pathsIn } from './judged-index.js';

/** A query of the code that an index can serve, as far as that is predicted. */
export interface ServedQuery {
  readonly site: QuerySite;
  readonly role: IndexRole;
  /** It comes first among those that serve it; others may serve it as well. */
  readonly isBest: boolean;
  /** What else serves it, the best first. */
  readonly others: readonly string[];
}

/** The queries that the index of this name serves, or would serve once it is live; in the order of the code. */
export function queriesServedBy(
  name: string,
  collection: ComparedCollection,
  { queries, models }: Pick<Catalog, 'queries' | 'models'>,
): readonly ServedQuery[] {
  const own = models.filter((model) => model.collection === collection.collection);
  const facts = { paths: pathsIn(own), documents: collection.documents };
  const indexes = indexesWith(name, collection);
  return queries
    .filter((site) => site.collection === collection.collection)
    .flatMap((site) => {
      const { servedBy, considered } = judge(site, indexes, facts);
      const role = considered.find((one) => one.name === name)?.role ?? null;
      if (role === null || !servedBy.includes(name)) return [];
      const others = servedBy.filter((other) => other !== name);
      return [{ site, role, isBest: servedBy[0] === name, others }];
    });
}

/** What is live, and the one that is asked about as it is defined where it is not. */
function indexesWith(name: string, collection: ComparedCollection): readonly JudgedIndex[] {
  const live = liveOf(collection).map((index) => {
    const judged = judgedLive(index);
    return index.name === name ? { ...judged, isHidden: false } : judged;
  });
  if (live.some((index) => index.name === name)) return live;
  const defined = collection.indexes.find((index) => index.name === name);
  return defined ? [...live, { ...defined, isHidden: false }] : live;
}
