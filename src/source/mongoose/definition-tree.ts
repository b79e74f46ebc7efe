import { entryOf } from '../made.js';
import { ClassValue, ObjectValue, truthOf, unknown, type Value } from '../values.js';
import { copyOf } from './copying.js';
import type { Site } from './path-index.js';
import { Schema } from './schema.js';

/** The definition as Mongoose keeps it of a path beside the path itself (`Schema.prototype.path` of lib/schema.js). */
export function keepInTree(schema: Schema, name: string, given: Value, site: Site): void {
  const pieces = name.split('.');
  const last = pieces.pop() ?? name;
  let branch = schema.tree;
  let path = '';
  for (const piece of pieces) {
    path += path === '' ? piece : `.${piece}`;
    const held = branch.entries.get(piece)?.value;
    if (held instanceof ObjectValue) branch = held;
    else if (!held || truthOf(held) === false) {
      schema.nested.add(path);
      const made = new ObjectValue(site.spot);
      branch.put(piece, { value: made, ...site });
      branch = made;
    } else {
      // On a text or a class Mongoose fails; on anything else what lies inside is lost to those who take it over.
      if (
        held.kind === 'primitive' ||
        (held.kind === 'native' && !(held instanceof Schema)) ||
        held instanceof ClassValue
      )
        schema.gap('refused', `Mongoose refuses the path \`${name}\`: \`${path}\` is a value.`, site.spot);
      else if (held.kind === 'array')
        branch.put(piece, {
          value: unknown(`paths are added inside the array \`${path}\``, site.spot),
          ...site,
        });
      else if (held instanceof Schema) noteOverwritten(schema, held, path, name, site);
      return;
    }
  }
  const { spot, conditions } = site;
  branch.put(last, entryOf(copyOf(given, site), spot, conditions));
}

/**
 * Mongoose writes what lies inside onto the schema that it finds there: a member of it is lost, and with a `type` it is
 * read as options of a mixed path when it is taken over (`interpretAsType` of lib/schema.js, 6 to 9).
 */
function noteOverwritten(schema: Schema, held: Schema, path: string, name: string, { spot }: Site): void {
  const [key = ''] = name.slice(path.length + 1).split('.');
  if (key !== 'type' && held.get(key) === null) return;
  const message = `Mongoose writes \`${key}\` onto the schema at the path \`${path}\` itself: what it reads of it from then on is not followed.`;
  for (const one of [schema, held]) one.gap('changed', message, spot);
}
