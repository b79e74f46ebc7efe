import type { Schema, SchemaType } from './schema.js';

/** More of them are listed of no schema: schemas that are added to themselves double with each time. */
const mostInner = 5_000;

/**
 * Lists what a path holds, as it is now: what the inner schema gets later on the outer one does not list
 * (`Schema.prototype.path` of lib/schema.js, 6 to 9).
 */
export function listInner(schema: Schema, name: string, type: SchemaType): void {
  const { inArrays, inSubdocuments } = schema.inner;
  const held = type.schema;
  const list = type.shape === 'single' ? inSubdocuments : inArrays;
  if (type.shape === 'array') {
    let path = name;
    for (let one = type.embedded; one; one = one.shape === 'array' ? one.embedded : null)
      list.set((path += '.$'), one);
  }
  if (!held || (type.shape !== 'single' && type.shape !== 'documents')) return;
  for (const inner of [held.paths, held.inner.inArrays, held.inner.inSubdocuments]) {
    if (list.size + inner.size > mostInner) {
      schema.gap('too-much-work', `The path \`${name}\` holds too many paths to be followed.`, type.spot);
      return;
    }
    // A schema may hold itself: what is added here is not what is gone through.
    for (const [path, one] of [...inner]) {
      list.set(`${name}.${path}`, one);
      if (one && type.shape === 'documents') one.parentArray ??= type;
    }
  }
  if (type.shape === 'single') for (const path of held.nested) list.set(`${name}.${path}`, null);
}

/** From Mongoose 9 on a path that is removed takes along what is listed of it. */
export function removeInner({ inner }: Schema, name: string): void {
  for (const list of [inner.inArrays, inner.inSubdocuments])
    for (const path of list.keys()) if (path === name || path.startsWith(`${name}.`)) list.delete(path);
}

/** A path by its name, those of subdocuments included: `Schema.prototype.path` with one argument. */
export function findPath(schema: Schema, name: string): SchemaType | undefined {
  const { paths, inner } = schema;
  const clean = name.replaceAll(/\.\d+(?=\.|$)/g, '.$');
  return (
    paths.get(name) ??
    inner.inArrays.get(clean) ??
    inner.inSubdocuments.get(clean) ??
    inMap(schema, name) ??
    mixedAround(schema, clean) ??
    (clean === name ? undefined : atPosition(schema, name))
  );
}

/** `getMapPath` of lib/schema.js. */
function inMap({ paths, spot }: Schema, name: string): SchemaType | undefined {
  for (const [path, type] of paths) {
    if (type.shape !== 'map' || !type.embedded || !name.startsWith(`${path}.`)) continue;
    const inside = name
      .slice(path.length + 1)
      .split('.')
      .slice(1)
      .join('.');
    if (inside === '') return type.embedded;
    if (type.embedded.schema && spot.unit.mongoose >= 8) return findPath(type.embedded.schema, inside);
  }
  return undefined;
}

/** What lies inside a mixed path is that path. */
function mixedAround({ paths }: Schema, name: string): SchemaType | undefined {
  const pieces = name.split('.');
  return pieces
    .map((_, at) => paths.get(pieces.slice(0, at + 1).join('.')))
    .find((type) => type?.init.instance === 'Mixed');
}

/** `list.0.name`: the schemas are asked one by one. */
function atPosition(schema: Schema, name: string): SchemaType | undefined {
  const [first = '', ...others] = name.split(/\.(\d+)\.|\.(\d+)$/).filter(Boolean);
  let type = findPath(schema, first);
  for (const piece of others) {
    if (!/\D/.test(piece)) type = type?.shape === 'array' ? (type.embedded ?? undefined) : type;
    else type = type?.schema ? findPath(type.schema, piece) : undefined;
  }
  return type;
}
