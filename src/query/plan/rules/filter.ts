import type { Json } from '../../../model/json.js';
import { fewDocuments, type PlanFacts } from '../plan-facts.js';
import { asObject, objectsWith } from '../../json-access.js';
import { count } from '../plan-words.js';
import { pathsIn } from '../searches.js';
import { listed, note, type PlanRule, warning } from './rule.js';

/** https://www.mongodb.com/docs/manual/reference/operator/query/or/#-or-clauses-and-indexes */
export const orWithoutIndex: PlanRule = {
  id: 'or-without-index',
  number: 18,
  judge: ({ plan, searches, documents }) => {
    const branches = objectsWith(plan.planner.query, '$or').flatMap(({ $or }) =>
      Array.isArray($or) ? [$or as readonly Json[]] : [],
    );
    const [main] = searches;
    if (branches.length === 0 || !main?.scan || documents === 0) return [];
    const paths = branches[0]?.map((branch) => pathsIn(branch).join(' with ')) ?? [];
    return [
      note(
        `One branch of $or without an index makes the server scan for all of them: each of ${listed(paths)} needs its own.`,
      ),
    ];
  },
};

/** https://www.mongodb.com/docs/manual/reference/operator/query/regex/#index-use */
export const unanchoredRegex: PlanRule = {
  id: 'unanchored-regex',
  number: 19,
  judge: (facts) => {
    const loose = conditionsOf(facts.plan.planner.query).filter(({ condition }) => isLoose(condition));
    if (loose.length === 0) return [];
    const paths = listed([...new Set(loose.map(({ path }) => path))]);
    const tried = facts.searches
      .flatMap(({ stages }) => stages)
      .find(({ use }) =>
        use?.bounds.some(({ kind, text }) => kind === 'all' && text.includes('tried against')),
      );
    if (!tried)
      return [
        note(
          `The regular expression on ${paths} has no anchor (^) or ignores case, so no index can narrow it.`,
        ),
      ];
    const keys = tried.keysExamined ?? 0;
    const message = `The regular expression on ${paths} has no anchor (^) or ignores case: it is tried against ${count(keys, 'key')} of the index.`;
    return [keys >= fewDocuments && keys > 2 * (tried.returned ?? 0) ? warning(message) : note(message)];
  },
};

/** https://www.mongodb.com/docs/manual/core/query-optimization/#query-selectivity */
export const negation: PlanRule = {
  id: 'negation',
  number: 20,
  judge: (facts) => {
    const paths = conditionsOf(facts.plan.planner.query)
      .filter(({ condition }) => ['$not', '$ne', '$nin'].some((operator) => operator in condition))
      .filter(({ condition }) => !JSON.stringify(condition).includes('"$eq":null'))
      .map(({ path }) => path);
    return paths.length === 0
      ? []
      : [
          note(
            `The filter says what ${listed([...new Set(paths)])} is not, which mostly leaves most of a collection: where the other values are few, ask for those with $in.`,
          ),
        ];
  },
};

interface Condition {
  readonly path: string;
  readonly condition: Readonly<Record<string, Json>>;
}

/** `{ path: { $operator: … } }`, at any depth of a filter as the planner prints it. */
function conditionsOf(query: PlanFacts['plan']['planner']['query']): readonly Condition[] {
  if (Array.isArray(query)) return (query as readonly Json[]).flatMap(conditionsOf);
  return Object.entries(asObject(query ?? undefined) ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('$'))
      return key === '$and' || key === '$or' || key === '$nor' ? conditionsOf(value) : [];
    const condition = asObject(value);
    return condition ? [{ path: key, condition }] : [];
  });
}

/** An index narrows a regular expression only by a fixed beginning, in its own case. */
function isLoose(condition: Readonly<Record<string, Json>>): boolean {
  const pattern = asObject(condition.$regularExpression)?.pattern ?? condition.$regex;
  if (typeof pattern !== 'string') return false;
  const options = asObject(condition.$regularExpression)?.options ?? condition.$options;
  return !/^(?:\^|\\A)/u.test(pattern) || (typeof options === 'string' && /[im]/u.test(options));
}
