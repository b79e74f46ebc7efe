import type { Unit } from '../values.js';
import type { Plugged } from './schema-data.js';
import type { Schema } from './schema.js';

/** For why it is a class see made.ts. */
class PluggedBy implements Plugged {
  constructor(
    readonly by: Unit,
    readonly revision: string,
  ) {}
}

/** How often a schema was changed up to now, its paths included. */
function revisionOf(schema: Schema): string {
  const changes = [...schema.paths.values()].reduce((sum, { revision }) => sum + revision, 0);
  return `${schema.revision}:${changes}`;
}

/**
 * A model is made of the schema: plugins for all schemas run now, if there are any. They reach a schema once, with the
 * first model that it is in, and a clone of it not again (`$globalPluginsApplied`: lib/helpers/schema/applyPlugins.js and
 * lib/schema.js, 6 to 9).
 */
export function notePlugged(schema: Schema, by: Unit, seen = new Set<Schema>()): void {
  if (seen.has(schema) || by.isOnlooker) return;
  seen.add(schema);
  if (schema.plugged.get(by.file)?.by !== by)
    schema.plugged.set(by.file, new PluggedBy(by, revisionOf(schema)));
  for (const { schema: inner } of schema.paths.values()) if (inner) notePlugged(inner, by, seen);
}

/** The clone of a schema that was changed since then lacks plugins where it was changed. */
export function inheritPlugged(copy: Schema, from: Schema): void {
  const by = copy.spot.unit;
  const plugged = from.plugged.get(by.file);
  if (plugged?.by !== by) return;
  const isChanged = plugged.revision !== revisionOf(from);
  copy.plugged.set(by.file, new PluggedBy(by, isChanged ? 'before it was cloned' : revisionOf(copy)));
}

/** Whether, in the run that makes a model of it, paths came after plugins ran, or indexes went. */
export function isChangedAfterPlugins(schema: Schema, by: Unit, seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  const plugged = schema.plugged.get(by.file);
  return (
    (plugged?.by === by && plugged.revision !== revisionOf(schema)) ||
    [...schema.paths.values()].some(
      ({ schema: inner }) => inner !== null && isChangedAfterPlugins(inner, by, seen),
    )
  );
}
