import type { Json } from '../../model/json.js';
import type { PlanFailure, PlannerFacts } from '../../model/plan.js';
import { asObject, numberAt, objectAt, objectsAt, objectsWith, textAt } from '../json-access.js';

/** What an answer tells of the planner: the first one's words stand for those of all shards and cursors. */
export function readPlannerFacts(raw: Json): PlannerFacts {
  const answer = asObject(raw);
  const planners = objectsWith(raw, 'parsedQuery');
  const command = objectAt(answer, 'command');
  const written = objectsAt(command, 'updates')[0] ?? objectsAt(command, 'deletes')[0] ?? null;
  const version = textAt(answer, 'explainVersion');
  return {
    engine: version === '2' ? 'slot-based' : version === '1' ? 'classic' : null,
    namespace: firstText(raw, 'namespace'),
    query: planners[0]?.parsedQuery ?? null,
    command,
    indexFilter: objectsWith(raw, 'indexFilterSet').some(({ indexFilterSet }) => indexFilterSet === true),
    hint: command?.hint ?? written?.hint ?? null,
    maxTimeMS: numberAt(command, 'maxTimeMS'),
    planCacheKey: firstText(raw, 'planCacheKey'),
    isCached: objectsWith(raw, 'isCached').some(
      (part) => part.isCached === true && !('rejectedPlans' in part),
    ),
    serverVersion: textAt(objectAt(answer, 'serverInfo'), 'version'),
  };
}

export function readFailure(raw: Json): PlanFailure | null {
  const failed = objectsWith(raw, 'executionSuccess').find(
    ({ executionSuccess }) => executionSuccess === false,
  );
  if (!failed) return null;
  const message = textAt(failed, 'errorMessage') ?? 'The server could not run the plan to its end.';
  return { message, code: numberAt(failed, 'errorCode') };
}

function firstText(raw: Json, key: string): string | null {
  const [found] = objectsWith(raw, key);
  return found ? textAt(found, key) : null;
}
