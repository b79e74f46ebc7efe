import type { Model } from '../../model/catalog.js';
import type { IndexSpecification, LiveIndex } from '../../model/index-specification.js';
import type { CollectionFacts, JudgedIndex } from '../../model/judgement.js';

/** An index that code defines, as it would be once it is live. */
export function judgedDefined({ key, options, name }: IndexSpecification): JudgedIndex {
  return { key, options, name, isHidden: options.hidden === true };
}

/** A live index: one that is still being built serves nothing. */
export function judgedLive({ key, options, name, hidden, building }: LiveIndex): JudgedIndex {
  return { key, options, name, isHidden: hidden || building !== null };
}

/** Definitions of one name are one index. */
export function distinctByName<Index extends { readonly name: string }>(indexes: readonly Index[]): Index[] {
  const byName = new Map(indexes.map((index) => [index.name, index]));
  return [...byName.values()];
}

/** What the models of a collection say of its paths. A bare collection of the driver says nothing. */
export function pathsIn(models: readonly Model[]): CollectionFacts['paths'] {
  const paths = models.filter(({ model }) => model !== null).map((model) => model.paths);
  return paths.length === 0 || paths.includes(null) ? null : paths.flatMap((own) => own ?? []);
}
