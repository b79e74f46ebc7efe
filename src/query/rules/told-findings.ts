import type { Catalog } from '../../model/catalog.js';
import type { Finding } from '../../model/finding.js';
import type { Place } from '../../model/place.js';
import type { QuerySite } from '../../model/query.js';

/** What these rules say is about the call, whichever collection it asks. */
const ofCall: readonly string[] = ['query-in-loop', 'count-documents-all', 'skip-pagination'];

/** A call has several readings; what is said alike of them is said once. What stands in no code is by itself. */
export function toldOnce(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set<string>();
  return findings.filter(({ rule, place, message }) => {
    if (!place || place.file === '') return true;
    const id = `${rule}\n${startOf(place)}\n${ofCall.includes(rule) ? '' : message}`;
    return !told.has(id) && Boolean(told.add(id));
  });
}

/** A call that asks several collections is a helper, or goes from one to the next: in a loop, it does not repeat a query. */
export function isOfOneCollection(queries: readonly QuerySite[]): (finding: Finding) => boolean {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { place, collection } of queries) {
    if (collection === null) continue;
    const start = startOf(place);
    const known = first.get(start);
    if (known === undefined) first.set(start, collection);
    else if (known !== collection) shared.add(start);
  }
  return ({ rule, place }) => rule !== 'query-in-loop' || place === null || !shared.has(startOf(place));
}

function startOf({ file, range }: Place): string {
  return `${file}:${range.start.line}:${range.start.character}`;
}

/** A comment on the line before keeps a rule quiet; one without rules keeps all. */
export function isHeard({ silences = [] }: Catalog): (finding: Finding) => boolean {
  const quiet = new Map<string, string[] | 'all'>();
  for (const { place, rules } of silences) {
    const below = `${place.file}:${place.range.end.line + 1}`;
    const others = quiet.get(below) ?? [];
    quiet.set(below, others === 'all' || rules.length === 0 ? 'all' : [...others, ...rules]);
  }
  return ({ rule, place }) => {
    const rules = place ? quiet.get(`${place.file}:${place.range.start.line}`) : undefined;
    return rules !== 'all' && !rules?.includes(rule);
  };
}
