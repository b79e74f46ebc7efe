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

/** What a list of sites became. */
interface Located {
  readonly sites: readonly QuerySite[];
  /** Of the models that the sites name. */
  readonly names: readonly string[];
  /** The collections that these names led to. */
  readonly by: string;
  /** Of all models, when that was last looked up. */
  when: string;
}

const lists = new WeakMap<readonly QuerySite[], Located>();

/** The names and collections of all models, as they were last: the very same text as long as none changes. */
let present = '';

/** Lists of sites with the collections of these models; a list whose models stay where they were becomes what it became. */
export function locating(models: readonly Model[]): (sites: readonly QuerySite[]) => readonly QuerySite[] {
  const now = models.map(({ model, collection }) => `${model ?? '\r'}\t${collection ?? '\r'}`).join('\n');
  if (now !== present) present = now;
  const when = present;
  const byName = new Map<string, Model[]>();
  for (const one of models) {
    if (one.model === null) continue;
    const others = byName.get(one.model);
    if (others) others.push(one);
    else byName.set(one.model, [one]);
  }
  return (sites) => {
    if (sites.length === 0) return sites;
    const before = lists.get(sites);
    if (before?.when === when) return before.sites;
    const names = before?.names ?? [...new Set(sites.flatMap(({ model }) => model ?? []))];
    const by = names
      .map(
        (name) =>
          byName
            .get(name)
            ?.map(({ collection }) => collection ?? '\n')
            .join('\t') ?? '',
      )
      .join('\0');
    if (before?.by === by) {
      before.when = when;
      return before.sites;
    }
    const located = sites.map((site) =>
      site.model === null ? site : locate(site, byName.get(site.model) ?? []),
    );
    lists.set(sites, { sites: located, by, names, when });
    return located;
  };
}
