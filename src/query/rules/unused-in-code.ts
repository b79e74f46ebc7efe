import { shapeOf } from '../shape.js';
import { hasDuty, type IndexCheck } from './index-rule.js';

/**
 * An index that serves no query costs its size and a write with each document. Told only where everything could be read,
 * and of what the queries were judged by: not of a definition that is not live, where a server was asked.
 */
export const unusedInCode: IndexCheck = {
  rule: 'unused-in-code',
  severity: 'info',
  check({ of, queries, allQueriesRead }) {
    if (!of.complete || !allQueriesRead || queries.length === 0) return [];
    if (queries.some(({ site, judgement }) => !site.complete || judgement.plan === 'UNKNOWN')) return [];
    const used = new Set(
      queries.flatMap(({ judgement }) => [...judgement.servedBy, ...judgement.servedWithOptional]),
    );
    const named = new Set(
      queries.flatMap(({ judgement }) =>
        judgement.considered.filter(({ serves }) => serves).map(({ name }) => name),
      ),
    );
    // Another rule says what keeps such a query from it.
    const wanted = new Set(
      queries
        .filter(({ judgement }) => judgement.plan === 'COLLSCAN')
        .flatMap(({ site }) => shapeOf(site).filter.map(({ path }) => path)),
    );
    const judged = new Set(of.indexes.map(({ name }) => name));
    return of.defined
      .filter(({ name }) => judged.has(name))
      .filter(({ key }) => !wanted.has(key[0]?.[0] ?? ''))
      .filter((index) => !hasDuty(index) && !used.has(index.name) && !named.has(index.name))
      .map((index) => ({
        message: `No query of the code needs ${index.name}: none of the ${queries.length} on ${of.collection} could be served by it. Other programs may ask the same database.`,
        place: index.place,
        indexes: [index.name],
        fix: { kind: 'remove' as const, index },
      }));
  },
};
