import { holds } from '../conditions.js';
import { ObjectValue, type Value } from '../values.js';
import { plainCopy } from './copying.js';
import type { Site } from './path-index.js';
import type { Schema } from './schema.js';

/** The second argument of `new Schema(…)`. */
export function takeOptions(schema: Schema, options: Value | undefined, site: Site): void {
  const rest = options?.kind === 'unknown' ? options : options instanceof ObjectValue ? options.rest : null;
  if (rest) {
    schema.gap('unknown-options', `The schema's options could not be read: ${rest.reason}.`, rest.spot);
  }
  if (!(options instanceof ObjectValue)) return;
  for (const [name, entry] of options.entries) {
    if (read.has(name) && !holds(entry.conditions, site.conditions))
      schema.gap('unknown-options', `The schema's option \`${name}\` depends on a condition.`, entry.spot);
  }
  schema.options = plainCopy(options, site);
  schema.userOptions = plainCopy(options, site);
  schema.options.rest = null;
  schema.userOptions.rest = null;
}

/** Options that say something of indexes, or of the collection that they are in. */
const read = new Set([
  'collation',
  'excludeIndexes',
  'timestamps',
  'typeKey',
  '_id',
  'discriminatorKey',
  'collection',
]);
