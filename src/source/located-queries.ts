import type { Model } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';

/** Of a model that was looked up by its name, or whose name makes the collection's, all code says what it is. */
export function locate(site: QuerySite, models: readonly Model[]): QuerySite {
  return site.model === null ? site : inCollection(site, collectionOf(site, models));
}

function collectionOf({ model, collection }: QuerySite, models: readonly Model[]): string | null {
  const named = models.filter((one) => one.model === model);
  const found = named.find((one) => one.collection === collection) ?? named[0];
  return found ? found.collection : collection;
}

const known = new WeakMap<QuerySite, QuerySite>();

/** What a site becomes is the very same object as long as its collection stays. */
function inCollection(site: QuerySite, collection: string | null): QuerySite {
  if (site.collection === collection) return site;
  const before = known.get(site);
  if (before?.collection === collection) return before;
  const now = { ...site, collection };
  known.set(site, now);
  return now;
}

/** All sites with the collections of these models. */
export function locateAll(sites: readonly QuerySite[], models: readonly Model[]): readonly QuerySite[] {
  const byName = new Map<string, Model[]>();
  for (const one of models)
    if (one.model !== null) byName.set(one.model, [...(byName.get(one.model) ?? []), one]);
  return sites.map((site) => (site.model === null ? site : locate(site, byName.get(site.model) ?? [])));
}
