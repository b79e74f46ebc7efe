import { QueryAdvisor, type AdvisorOptions, type Connected } from './advise-queries.js';
import type { Catalog } from './model/catalog.js';
import type { Json } from './model/json.js';
import type { Expression, QueryShape, QuerySite } from './model/query.js';
import type { SlowOperation, SlowQuery, SlowRecords } from './model/slow.js';
import { open } from './query/filter-walk.js';
import { slowOperation, slowOperationsOf } from './query/slow-operation.js';
import { shapeOf } from './query/shape.js';
import { leadingParts } from './source/leading-stages.js';

/** Slow operations (those over `above` milliseconds) + code + indexes -> their shapes, the slowest first, with where the code asks them, and advice. */
export function slowQueries(
  records: SlowRecords,
  above: number,
  catalog: Catalog,
  connected: Connected | null,
  options: AdvisorOptions,
): readonly SlowQuery[] {
  const groups = new Map<string, { readonly site: QuerySite; readonly all: SlowOperation[] }>();
  for (const operation of operationsOf(records)) {
    if (operation.ms <= above) continue;
    const site = siteOf(operation);
    const key = JSON.stringify([operation.collection, operation.operation, shapeOf(site)]);
    const group = groups.get(key);
    if (group) group.all.push(operation);
    else groups.set(key, { site, all: [operation] });
  }
  const asked = [...groups.values()];
  const advisor = new QueryAdvisor(options);
  const findings = advisor.advise({ ...catalog, queries: asked.map(({ site }) => site) }, connected);
  return asked
    .map(({ site, all }) => ({
      ...measured(all),
      shape: shapeOf(site),
      sites: catalog.queries.filter((one) => asks(one, site)),
      findings: findings.filter((finding) => finding.site === site),
    }))
    .sort((a, b) => b.ms.max - a.ms.max);
}

function operationsOf(records: SlowRecords): readonly SlowOperation[] {
  if (records.source === 'log') return slowOperationsOf(records.text);
  return records.records.flatMap((record) => slowOperation(record) ?? []);
}

function measured(all: readonly SlowOperation[]) {
  const slowest = all.reduce((a, b) => (b.ms > a.ms ? b : a));
  const { collection, operation, docsExamined, keysExamined, returned, planSummary } = slowest;
  const mean = Math.round(all.reduce((sum, { ms }) => sum + ms, 0) / all.length);
  const ms = { max: slowest.ms, mean };
  return { collection, operation, count: all.length, ms, docsExamined, keysExamined, returned, planSummary };
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What was sent, as if code had been read that sends it. */
function siteOf(operation: SlowOperation): QuerySite {
  const part = (value: Json): Expression | null => (value === null ? null : { kind: 'value', value });
  const pipeline = stagesOf(operation.pipeline);
  const found = {
    filter: open({ kind: 'value', value: operation.filter }),
    sort: part(operation.sort),
    projection: part(operation.projection),
    limit: part(operation.limit),
    skip: part(operation.skip),
  };
  return {
    place: { file: '', range: nowhere },
    range: nowhere,
    api: 'shell',
    model: null,
    collection: operation.collection,
    operation:
      operation.operation === 'update' || operation.operation === 'delete'
        ? `${operation.operation}Many`
        : operation.operation,
    ...(pipeline ? leadingParts(pipeline) : found),
    hint: null,
    collation: part(operation.collation),
    pipeline,
    distinctKey: operation.distinctKey,
    inLoop: false,
    isLean: false,
    complete: true,
    problems: [],
  };
}

function stagesOf(pipeline: Json): Expression | null {
  const list = pipeline === null ? null : open({ kind: 'value', value: pipeline });
  return list?.kind === 'array' ? { kind: 'array', items: list.items.map(open) } : null;
}

/** What the server calls an operation of code. */
const sentAs: readonly (readonly [RegExp, string])[] = [
  [/^(?:findOneAnd|findByIdAnd|findAndModify)/u, 'findAndModify'],
  [/^(?:find|exists)/u, 'find'],
  [/^count/u, 'count'],
  [/^(?:update|replace)/u, 'update'],
  [/^(?:delete|remove)/u, 'delete'],
  [/^aggregate$/u, 'aggregate'],
  [/^distinct$/u, 'distinct'],
];

function sentName(operation: string): string | undefined {
  return sentAs.find(([names]) => names.test(operation))?.[1];
}

/** Whether a query of the code may have sent it: the same paths, but for those that only some ways write. */
function asks(site: QuerySite, slow: QuerySite): boolean {
  if (site.collection !== slow.collection || sentName(site.operation) !== sentName(slow.operation))
    return false;
  const [own, sent] = [shapeOf(site), shapeOf(slow)];
  const [ownPaths, sentPaths] = [pathsOf(own), pathsOf(sent)];
  const isWhole = own.filter.every(({ path, optional }) => optional || sentPaths.has(path));
  const isKnown = !site.complete || [...sentPaths].every((path) => ownPaths.has(path));
  return isWhole && isKnown && isSortedAlike(own, sent);
}

function pathsOf({ filter }: QueryShape): ReadonlySet<string> {
  return new Set(filter.map(({ path }) => path));
}

function isSortedAlike({ sort: own }: QueryShape, { sort: sent }: QueryShape): boolean {
  return own.length === sent.length && own.every(([path], at) => sent[at]?.[0] === path);
}
