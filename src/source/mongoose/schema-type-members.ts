import { nativeFunction, primitive, undefinedValue, unknown, type Value } from '../values.js';
import { discriminate } from './discriminators.js';
import { applyIndexOption, indexOptions } from './path-index.js';
import type { SchemaType } from './schema.js';

/** Methods that change no index and give the path back; see Mongoose's lib/schemaType.js and lib/schema/*.js. */
const chained = new Set([
  'default',
  'validate',
  'required',
  'get',
  'set',
  'ref',
  'select',
  'immutable',
  'transform',
  'enum',
  'match',
  'min',
  'max',
  'minlength',
  'maxlength',
  'minLength',
  'maxLength',
  'lowercase',
  'uppercase',
  'trim',
  'auto',
  'cast',
  'castFunction',
  'allowNull',
]);

/** `schema.path('x').key`. */
export function memberOfType(type: SchemaType, key: string): Value | null {
  if (indexOptions.has(key) && (key !== 'expires' || type.init.instance === 'Date')) {
    return nativeFunction(key, (call) => {
      const [value = undefinedValue] = call.args;
      type.expectCertain(call);
      if (value.kind === 'unknown')
        type.gap(
          'path-changed',
          `The index of the path \`${type.path}\` could not be read: ${value.reason}.`,
          call.spot,
        );
      else applyIndexOption(type, key, value, call);
      return type;
    });
  }
  if (key === 'discriminator') {
    const documents = heldDocuments(type);
    if (!documents) return undefinedValue;
    return nativeFunction(key, (call) => {
      discriminate(documents, call.args, call);
      return unknown('a document is known only at run time', call.spot, call.text);
    });
  }
  if (chained.has(key)) return nativeFunction(key, () => type);
  return data[key]?.(type) ?? null;
}

/** What an array of arrays holds has its discriminators (lib/schema/array.js, 6 to 9); Mongoose refuses those of others. */
function heldDocuments(type: SchemaType): SchemaType | null {
  let held = type;
  while (held.shape === 'array' && held.embedded) held = held.embedded;
  if (held.schema) return held;
  return type.shape === 'array' ? type : null;
}

const data: Readonly<Record<string, (type: SchemaType) => Value>> = {
  path: ({ path }) => primitive(path),
  instance: ({ init }) => primitive(init.instance),
  options: ({ options }) => options,
  schema: ({ schema }) => schema ?? undefinedValue,
  embeddedSchemaType: heldBy,
  $embeddedSchemaType: heldBy,
  caster: heldBy,
  $__schemaType: ({ shape, embedded }) => (shape === 'map' ? (embedded ?? undefinedValue) : undefinedValue),
  $isMongooseArray: ({ shape }) => flag(shape === 'array' || shape === 'documents'),
  $isMongooseDocumentArray: ({ shape }) => flag(shape === 'documents'),
  $isSingleNested: ({ shape }) => flag(shape === 'single'),
  $isSchemaMap: ({ shape }) => flag(shape === 'map'),
};

function heldBy({ embedded, shape }: SchemaType): Value {
  return shape === 'map' ? undefinedValue : (embedded ?? undefinedValue);
}

function flag(isSo: boolean): Value {
  return isSo ? primitive(true) : undefinedValue;
}
