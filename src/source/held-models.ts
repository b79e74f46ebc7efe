import type { Model } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import type { ReadModel } from './outcome.js';

/**
 * Looks up models by the names under which objects hold them, `models.Users`, or by their own. Of several the one that is
 * made nearest to the query counts, as a workspace may have a set of models for each of its packages.
 */
export class HeldModels {
  /** Null: nothing was asked yet. */
  #byName: ReadonlyMap<string, readonly Model[]> | null = null;
  readonly #known = new Map<string, Model | null>();

  constructor(private readonly all: readonly ReadModel[]) {}

  /** Sites with their models; those of a model that no object holds, or of one of several, are left out. */
  settled(sites: readonly QuerySite[]): readonly QuerySite[] {
    if (!hasHeld(sites)) return sites;
    const now = sites.flatMap((site) => (site.heldAs === undefined ? site : (this.#settledOne(site) ?? [])));
    const before = lists.get(sites);
    if (before?.length === now.length && before.every((site, at) => site === now[at])) return before;
    lists.set(sites, now);
    return now;
  }

  /** Whether it cannot be known whose site it is. */
  isLost(site: QuerySite): boolean {
    return site.heldAs !== undefined && this.#modelOf(site.heldAs, site.place.file) === null;
  }

  #settledOne(site: QuerySite): QuerySite | null {
    const { heldAs = '', ...rest } = site;
    const found = this.#modelOf(heldAs, site.place.file);
    if (!found) return null;
    const before = known.get(site);
    if (before?.model === found.model && before.collection === found.collection) return before;
    const now = { ...rest, model: found.model, collection: found.collection };
    known.set(site, now);
    return now;
  }

  #modelOf(name: string, file: string): Model | null {
    const key = `${name}\n${file}`;
    let model = this.#known.get(key);
    if (model !== undefined) return model;
    this.#byName ??= byName(this.all);
    model = nearest(this.#byName.get(name) ?? [], file);
    this.#known.set(key, model);
    return model;
  }
}

function byName(all: readonly ReadModel[]): ReadonlyMap<string, readonly Model[]> {
  const named = new Map<string, Model[]>();
  for (const { heldAs, model } of all) {
    const name = heldAs ?? model.model;
    if (name === null || model.collection === null) continue;
    const others = named.get(name);
    if (others) others.push(model);
    else named.set(name, [model]);
  }
  return named;
}

/** What a site and a list of sites became: the very same objects as long as their models stay. */
const known = new WeakMap<QuerySite, QuerySite>();
const lists = new WeakMap<readonly QuerySite[], readonly QuerySite[]>();

/** Of all lists of a workspace this is asked after each edit. */
function hasHeld(sites: readonly QuerySite[]): boolean {
  let has = held.get(sites);
  if (has === undefined) held.set(sites, (has = sites.some(({ heldAs }) => heldAs !== undefined)));
  return has;
}

const held = new WeakMap<readonly QuerySite[], boolean>();

/** Null: there is none, or two of different collections are as near. */
function nearest(models: readonly Model[], file: string): Model | null {
  const near = models.map(({ place }) => sharedFolders(place.file, file));
  const most = Math.max(...near);
  const [first, ...others] = models.filter((_, at) => near[at] === most);
  return first && others.every(({ collection }) => collection === first.collection) ? first : null;
}

function sharedFolders(one: string, other: string): number {
  const [a, b] = [one.split('/'), other.split('/')];
  const end = a.findIndex((part, at) => part !== b[at]);
  return end < 0 ? a.length : end;
}
