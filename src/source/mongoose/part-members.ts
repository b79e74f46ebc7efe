import { holds } from '../conditions.js';
import { ArrayValue, ObjectValue, stringOf, type Value } from '../values.js';
import { removePath } from './copying.js';
import { addDefinition, makeSchema } from './definition.js';
import { findPath } from './inner-paths.js';
import type { Members, Schema } from './schema.js';

/** Members of a schema that make another one of a part of it, or take a part away (lib/schema.js, 6 to 9). */
export const partMembers: Members = {
  pick: (schema, call) => {
    const [paths, options] = call.args;
    const names = namesOf(paths);
    const copy = makeSchema(undefined, options ?? schema.options, call, schema.behaviour);
    copy.gaps = [...copy.gaps, ...schema.gaps];
    if (!names) copy.gap('part-of-schema', 'Which paths are picked is not known.', call.spot);
    for (const name of names ?? []) {
      const type = findPath(schema, name);
      const definition = new ObjectValue(call.spot);
      const value = schema.nested.has(name) ? inTree(schema, name) : type;
      if (value) {
        definition.put(name, { value, spot: call.spot, conditions: call.conditions });
        addDefinition(copy, definition, '', call);
      } else copy.gap('part-of-schema', `There is no path \`${name}\` to be picked.`, call.spot);
    }
    return copy;
  },
  omit: (schema, call) => {
    const [paths, options] = call.args;
    const names = namesOf(paths);
    const copy = makeSchema(schema, options ?? schema.options, call, schema.behaviour);
    if (!names) copy.gap('part-of-schema', 'Which paths are left out is not known.', call.spot);
    for (const name of names ?? []) removePath(copy, name, call);
    return copy;
  },
  remove: (schema, call) => {
    schema.expectCertain(call, 'Removing paths');
    const names = namesOf(call.args[0]);
    if (!names) schema.gap('changed', 'Which paths are removed is not known.', call.spot);
    else if (holds(call.conditions, schema.conditions))
      for (const name of names) removePath(schema, name, call);
    return schema;
  },
};

/** A text, or a list of texts; null: not all are known. */
export function namesOf(value: Value | undefined): string[] | null {
  if (stringOf(value) !== null) return [stringOf(value) ?? ''];
  if (!(value instanceof ArrayValue) || value.rest) return null;
  const names = value.items.map(stringOf).filter((one) => one !== null);
  return names.length === value.items.length ? names : null;
}

function inTree(schema: Schema, name: string): Value | undefined {
  let branch: Value | undefined = schema.tree;
  for (const piece of name.split('.'))
    branch = branch instanceof ObjectValue ? branch.entries.get(piece)?.value : undefined;
  return branch;
}
