import type { Advice } from '../model/advice.js';
import type { ComparedIndex, Comparison } from '../model/comparison.js';
import { adviceText } from './advice-words.js';
import { jsonPlace, jsonProblem } from './relative-path.js';

/** The `check` document of the command line's contract, version 1. `_id_` and what was not judged are not in it. */
export function checkJson(comparison: Comparison, root: string) {
  return {
    version: 1,
    server: comparison.server,
    database: comparison.database,
    collections: comparison.collections.map(
      ({ collection, models, exists, documents, complete, indexes, advice }) => ({
        collection,
        models,
        exists,
        documents,
        complete,
        indexes: indexes.map((index) => jsonIndex(index, root)),
        advice: advice.map(jsonAdvice),
      }),
    ),
    summary: comparison.summary,
    problems: comparison.problems.map((problem) => jsonProblem(root, problem)),
  };
}

function jsonIndex({ key, options, name, status, differences, defined, live }: ComparedIndex, root: string) {
  return {
    key,
    options,
    name,
    status,
    differences,
    defined: defined && jsonDefined(defined.place, root),
    live: live && {
      name: live.name,
      sizeBytes: live.sizeBytes,
      building: live.building,
      hidden: live.hidden,
    },
    usage: live?.usage ? { ops: live.usage.ops, since: live.usage.since } : null,
  };
}

function jsonAdvice(advice: Advice) {
  const { rule, severity, indexes } = advice;
  return { rule, severity, message: adviceText(advice), indexes };
}

function jsonDefined(place: Parameters<typeof jsonPlace>[1], root: string) {
  const { file, line } = jsonPlace(root, place);
  return { file, line };
}
