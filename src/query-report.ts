import { QueryAdvisor, type AdvisorOptions, type Connected } from './advise-queries.js';
import type { Catalog } from './model/catalog.js';
import type { Finding } from './model/finding.js';
import type { QueryReport } from './model/query-report.js';
import type { QuerySite } from './model/query.js';
import { asFind } from './query/operations.js';
import { shapeOf } from './query/shape.js';
import { knownOf, projectionDocument } from './query/sort-and-projection.js';

/** Code and indexes -> every query, judged. */
export function queryReport(
  catalog: Catalog,
  connected: Connected | null,
  options: AdvisorOptions,
): QueryReport {
  const advisor = new QueryAdvisor(options);
  const bySite = new Map<QuerySite, Finding[]>();
  const others: Finding[] = [];
  for (const finding of advisor.advise(catalog, connected)) {
    if (!finding.site) others.push(finding);
    else bySite.set(finding.site, [...(bySite.get(finding.site) ?? []), finding]);
  }
  return {
    sites: catalog.queries.map((site) => ({
      site,
      shape: shapeOf(site),
      projection: projectionDocument(site.projection),
      limit: asFind(site.operation)?.single ? 1 : limitOf(site),
      judgement: advisor.judged(site)?.judgement ?? null,
      findings: bySite.get(site) ?? [],
    })),
    others,
    database: connected?.live.database ?? null,
    known: 0,
  };
}

function limitOf({ limit }: QuerySite): number | null {
  const known = limit && knownOf(limit);
  return typeof known === 'number' ? Math.abs(known) : null;
}
