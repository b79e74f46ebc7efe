import type { QueryCommand } from '../../model/command.js';
import type { Json } from '../../model/json.js';
import { asObject, objectsOf } from '../json-access.js';

/** The other collections that a pipeline reads: `from` of `$lookup` and `$graphLookup`, `$unionWith`; each once. */
export function joinedCollections(command: QueryCommand): readonly string[] {
  if (!('aggregate' in command)) return [];
  return [...new Set(joinedIn(command.pipeline))].filter((name) => name !== command.aggregate);
}

function joinedIn(pipeline: Json | undefined): readonly string[] {
  return objectsOf(pipeline)
    .flatMap((stage) => Object.entries(stage))
    .flatMap(joinedBy);
}

function joinedBy([stage, value]: readonly [string, Json]): readonly string[] {
  const details = asObject(value) ?? {};
  switch (stage) {
    case '$lookup':
    case '$graphLookup':
      return [...named(details.from), ...joinedIn(details.pipeline)];
    case '$unionWith':
      return [...named(value), ...named(details.coll), ...joinedIn(details.pipeline)];
    case '$facet':
      return Object.values(details).flatMap(joinedIn);
    default:
      return [];
  }
}

function named(value: Json | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}
