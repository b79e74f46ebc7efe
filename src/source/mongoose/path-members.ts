import {
  ArrayValue,
  nativeFunction,
  ObjectValue,
  primitive,
  stringOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from '../values.js';
import { addDefinition, setPath } from './definition.js';
import { findPath } from './inner-paths.js';
import type { Members, Schema, SchemaType } from './schema.js';

/** Members of a schema that give its paths or change one (lib/schema.js, 6 to 9). */
export const pathMembers: Members = {
  path: (schema, call) => {
    const [name, definition] = call.args;
    const path = stringOf(name);
    if (path === null) return escapedPath(schema, call);
    if (!definition) return pathOf(schema, path, call);
    schema.expectCertain(call, 'Adding paths');
    if (definition.kind === 'unknown') addUnread(schema, path, definition, call);
    else setPath(schema, path, definition, call);
    return schema;
  },
  eachPath: (schema, { args: [callback], spot, invoke }) => {
    if (callback?.kind === 'function')
      for (const [name, type] of [...schema.paths]) invoke(callback, [primitive(name), type]);
    const unread = unreadPaths(schema);
    if (callback?.kind === 'function' && unread) invoke(callback, [unread, unread]);
    if (callback?.kind !== 'function')
      schema.gap('path-changed', 'What `eachPath` does could not be read.', spot);
    return schema;
  },
};

/** `schema.paths`: its entries are the paths themselves. */
export function pathsOf(schema: Schema): Value {
  const object = new ObjectValue(schema.spot);
  for (const [name, value] of schema.paths)
    object.put(name, { value, spot: value.spot, conditions: schema.conditions });
  object.rest = unreadPaths(schema);
  return object;
}

/** `schema.childSchemas`: up to Mongoose 7 without those in maps. */
export function childSchemasOf(schema: Schema): Value {
  const children = [...schema.paths, ...schema.removed].flatMap(([name, type]) => {
    const ofMap = schema.spot.unit.mongoose >= 8 ? type.embedded?.schema : null;
    const held = type.shape === 'map' ? ofMap : type.schema;
    // A clone lists what a map holds twice (`_gatherChildSchemas`).
    if (!held || (name.endsWith('.$*') && !schema.clonedPaths?.has(type))) return [];
    const child = new ObjectValue(type.spot);
    child.put('schema', { value: held, spot: type.spot, conditions: schema.conditions });
    child.put('path', { value: primitive(name), spot: type.spot, conditions: schema.conditions });
    child.rest = unknown('it is known only at run time', type.spot);
    return [child];
  });
  const list = new ArrayValue(children, schema.spot, schema.conditions);
  list.rest = unreadPaths(schema);
  return list;
}

/** Why there may be paths that are not listed. */
function unreadPaths(schema: Schema): ReturnType<typeof unknown> | null {
  const [gap] = schema.gaps;
  return gap ? unknown(gap.message.replace(/\.$/, ''), gap.spot) : null;
}

function addUnread(schema: Schema, path: string, value: Value, call: Call): void {
  const definition = new ObjectValue(call.spot);
  definition.put(path, { value, spot: call.spot, conditions: call.conditions });
  addDefinition(schema, definition, '', call);
}

function pathOf(schema: Schema, path: string, { spot, text }: Call): SchemaType | Value {
  const type = findPath(schema, path);
  if (type) return type;
  const unread = unreadPaths(schema);
  return unread ? unknown(unread.reason, spot, text) : undefinedValue;
}

/** A path by a name that is not known: whatever is done with it may change any. */
function escapedPath(schema: Schema, { spot, text, args }: Call): Value {
  const native: Native = {
    kind: 'native',
    name: 'path',
    get: (key) =>
      nativeFunction(key, (call) => {
        if (changing.has(key))
          schema.gap('path-changed', 'The path whose index is changed is not known.', call.spot);
        return native;
      }),
  };
  return args.length > 0 ? native : unknown('which path it is is not known', spot, text);
}

const changing = new Set(['index', 'unique', 'sparse', 'text', 'expires', 'discriminator', 'schema']);
