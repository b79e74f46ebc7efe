import type { SchemaPath } from '../../model/schema-path.js';
import type { Schema, SchemaType } from './schema.js';

/** More of them are listed of no schema: one that holds itself through discriminators could go on for ever. */
const mostPaths = 2_000;

/**
 * The paths that a schema and those inside it declare (lib/schema.js, `eachPath`, with subdocuments in place).
 * Discriminators of a path or of a model add theirs: a document may have them.
 */
export function schemaPaths(schema: Schema): readonly SchemaPath[] {
  const paths = new Map<string, SchemaPath>();
  const inside = new Set<Schema>();
  const add = (path: string, type: string | null, isArray: boolean): void => {
    if (!paths.has(path) && paths.size < mostPaths) paths.set(path, { path, type, isArray });
  };

  function collect(one: Schema, prefix: string, isArray: boolean): void {
    if (inside.has(one)) return;
    inside.add(one);
    for (const [name, type] of one.paths) if (!name.includes('$*')) collectPath(prefix + name, type, isArray);
    inside.delete(one);
  }

  function collectPath(path: string, type: SchemaType, isArray: boolean): void {
    const isList = isArray || isListed(type);
    add(path, typeOf(type), isList);
    const { schema } = type;
    if (!schema || (type.shape !== 'single' && type.shape !== 'documents')) return;
    for (const one of [schema, ...schema.discriminators.values()]) collect(one, `${path}.`, isList);
  }

  for (const one of [schema, ...(schema.mapping ? [] : schema.discriminators.values())])
    collect(one, '', false);
  return [...paths.values()];
}

function isListed({ shape }: SchemaType): boolean {
  return shape === 'array' || shape === 'documents';
}

/** Of an array the type of what it holds; of documents in it `DocumentArray`. */
function typeOf(type: SchemaType): string | null {
  if (type.shape === 'documents') return 'DocumentArray';
  let held = type;
  while (held.shape === 'array' && held.embedded) held = held.embedded;
  if (held.shape === 'array') return 'Mixed';
  const { instance } = held.init;
  return instance === 'unknown' ? null : instance;
}
