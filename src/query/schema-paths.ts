import type { Catalog } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import type { SchemaPath } from '../model/schema-path.js';

/** The paths that the schema of a query's collection declares; null: none is known. */
export function pathsOf({ models }: Catalog, { model, collection }: QuerySite): readonly SchemaPath[] | null {
  const ofCollection = models.filter((one) => one.collection === collection);
  const found = ofCollection.find((one) => one.model === model) ?? ofCollection[0];
  return found?.paths ?? null;
}
