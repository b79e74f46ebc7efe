import type { SlowQuery, SlowRecords } from '../model/slow.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { jsonFinding } from './queries-json.js';
import { jsonPlace, placeText } from './relative-path.js';
import { number } from './words.js';

/** The `slow` document of the command line's contract, version 1. */
export function slowJson(queries: readonly SlowQuery[], source: SlowRecords['source'], root: string) {
  return {
    version: 1,
    source,
    queries: queries.map(({ shape, sites, findings, ...query }) => ({
      collection: query.collection,
      operation: query.operation,
      shape: {
        filter: shape.filter.map(({ path, predicate, optional }) => ({ path, predicate, optional })),
        sort: shape.sort,
      },
      count: query.count,
      ms: query.ms,
      docsExamined: query.docsExamined,
      keysExamined: query.keysExamined,
      returned: query.returned,
      planSummary: query.planSummary,
      sites: sites.map(({ place }) => {
        const { file, line } = jsonPlace(root, place);
        return { file, line };
      }),
      advice: findings.map(jsonFinding),
    })),
  };
}

export function slowText(queries: readonly SlowQuery[], above: number, root: string, paint: Paint): string {
  const lines = queries.flatMap((query) => queryLines(query, root, paint));
  const closing =
    queries.length === 0
      ? `Nothing that took longer than ${number(above)} ms is recorded.`
      : `${queries.length} ${queries.length === 1 ? 'shape' : 'shapes'} of queries took longer than ${number(above)} ms.`;
  return [...lines, closing].join('\n');
}

function queryLines(query: SlowQuery, root: string, paint: Paint): string[] {
  const { collection, operation, shape, count, ms, sites, findings, planSummary } = query;
  const paths = [...new Set(shape.filter.map(({ path }) => path))].join(', ');
  const sort = shape.sort.map(([path, direction]) => `${path}: ${direction}`).join(', ');
  const asked = `${collection}.${operation} {${paths}}${sort === '' ? '' : ` sort {${sort}}`}`;
  const read = `read ${number(query.docsExamined)} documents and ${number(query.keysExamined)} keys for ${number(query.returned)}`;
  return [
    `🐢 ${paint.strong(asked)}`,
    `   ${counted(count, 'time')}, up to ${number(ms.max)} ms, ${number(ms.mean)} ms on average; ${read}${planSummary === null ? '' : `; ${planSummary}`}`,
    ...sites.map(({ place }) => `   📄 ${placeText(root, place)}`),
    ...(sites.length === 0 ? [`   ${paint.faint('No query of the code that was read asks this.')}`] : []),
    ...findings.map(({ message, rule }) => `   ❌ ${message} ${paint.faint(`(${rule})`)}`),
    '',
  ];
}
