import type { Finding } from '../model/finding.js';
import type { JudgedSite, QueryReport } from '../model/query-report.js';
import { jsonPlace } from './relative-path.js';

/** The `queries` document of the command line's contract, version 1. */
export function queriesJson({ sites, others }: QueryReport, root: string) {
  return {
    version: 1,
    queries: sites.map((site) => jsonSite(site, root)),
    indexes: others.map((finding) => ({
      collection: finding.collection,
      ...(finding.place ? jsonPlace(root, finding.place) : {}),
      ...jsonFinding(finding),
    })),
  };
}

function jsonSite({ site, shape, projection, limit, judgement, findings }: JudgedSite, root: string) {
  return {
    ...jsonPlace(root, site.place),
    model: site.model,
    collection: site.collection,
    operation: site.operation,
    filter: shape.filter.map(({ path, predicate, optional }) => ({ path, predicate, optional })),
    sort: shape.sort,
    projection,
    limit,
    complete: site.complete,
    servedBy: judgement?.servedBy ?? [],
    plan: judgement?.plan ?? 'UNKNOWN',
    sortInMemory: judgement?.sortInMemory ?? false,
    covered: judgement?.covered ?? false,
    advice: findings.map(jsonFinding),
  };
}

export function jsonFinding({ rule, severity, message, fix, indexes }: Finding) {
  const index = fix?.kind === 'index' ? fix.proposal : fix?.kind === 'ensure' ? fix.index : null;
  return {
    rule,
    severity,
    message,
    ...(index ? { index: { key: index.key, options: index.options } } : {}),
    ...(indexes.length > 0 ? { indexes } : {}),
  };
}
