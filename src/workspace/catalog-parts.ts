import type { Catalog, Model } from '../model/catalog.js';
import type { Problem } from '../model/problem.js';

/** A catalog by what it has in common with the one before: an edit changes few models of thousands. */
export interface CatalogParts {
  /** Models in their order: stretches of the catalog before (from, up to but without), and new ones. */
  readonly models: readonly (readonly [from: number, to: number] | Model)[];
  readonly problems: readonly Problem[];
}

/** What is to be told of a catalog to somebody who knows the one before. Models count as the same by identity. */
export function partsOf(now: Catalog, before: Catalog): CatalogParts {
  const positions = new Map(before.models.map((model, at) => [model, at]));
  const parts: ([from: number, to: number] | Model)[] = [];
  for (const model of now.models) {
    const at = positions.get(model);
    const last = parts.at(-1);
    if (at === undefined) parts.push(model);
    else if (Array.isArray(last) && last[1] === at) last[1] = at + 1;
    else parts.push([at, at + 1]);
  }
  return { models: parts, problems: now.problems };
}

/** The catalog that these parts tell of; what it has of the one before keeps its identity. */
export function joined({ models, problems }: CatalogParts, before: Catalog): Catalog {
  return {
    models: models.flatMap((part) => ('place' in part ? [part] : before.models.slice(...part))),
    problems,
  };
}
