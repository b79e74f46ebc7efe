import { lineOf } from '../class-line.js';
import { Decorator } from '../decorator.js';
import { PackageValue } from '../mongoose/packages.js';
import { newSchema } from '../mongoose/schema-members.js';
import type { Schema } from '../mongoose/schema.js';
import { SchemaTypeNative, TypeNative } from '../mongoose/types.js';
import {
  ArrayValue,
  ClassValue,
  isNullish,
  ObjectValue,
  truthOf,
  unknown,
  type Call,
  type Entry,
  type Value,
} from '../values.js';
import { propOf } from './metadata.js';

/** `@Schema(…)` as it was applied to this very class: the first one that took effect counts. */
function schemaDecorator(type: ClassValue): Decorator | null {
  for (const { decorator, member } of type.decorations)
    if (!member && decorator instanceof Decorator && decorator.name === 'Schema') return decorator;
  return null;
}

/** `SchemaFactory.createForClass` (factories/schema.factory.ts and definitions.factory.ts of @nestjs/mongoose). */
export function schemaForClass(type: ClassValue, call: Call): Schema {
  return new DefinitionsFactory(call).schema(type);
}

export function definitionForClass(type: ClassValue, call: Call): ObjectValue {
  return new DefinitionsFactory(call).definition(type);
}

class DefinitionsFactory {
  readonly #inside = new Set<ClassValue>();

  constructor(readonly call: Call) {}

  schema(type: ClassValue): Schema {
    const definition = this.definition(type);
    return this.#schemaOf(type, definition, schemaDecorator(type)?.args[0]);
  }

  #schemaOf(type: ClassValue, definition: ObjectValue, options: Value | undefined): Schema {
    const { call } = this;
    const spot = { ...call.spot, file: type.spot.file, at: type.spot.at };
    const schema = newSchema({ ...call, args: [definition, ...(options ? [options] : [])], spot });
    schema.pathOrigin = 'decorator';
    return schema;
  }

  definition(type: ClassValue): ObjectValue {
    const definition = new ObjectValue({ ...this.call.spot, file: type.spot.file, at: type.spot.at });
    if (this.#inside.has(type)) {
      definition.rest = unknown('the class contains itself', type.spot, type.code.name ?? '…');
      return definition;
    }
    this.#inside.add(type);
    const { classes, gap } = lineOf(type);
    if (gap !== null) definition.rest = unknown(`a base class is not read: ${gap}`, type.spot);
    let entries: [string, Entry][] = [];
    for (const [position, one] of classes.entries()) {
      if (!schemaDecorator(one)) continue;
      // The newest first: those of the class itself, then of what it extends, each in reverse.
      const decorations = classes.slice(position).flatMap(({ decorations: own }) => [...own].reverse());
      for (const decoration of decorations) {
        const prop = propOf(decoration);
        if (prop) entries = this.#prepend(entries, prop.key, prop.options, decoration, definition);
        else if (decoration.decorator.kind === 'unknown') {
          definition.rest ??= unknown(
            `a decorator is not read: ${decoration.decorator.reason}`,
            decoration.spot,
          );
        }
      }
    }
    for (const [key, entry] of entries) definition.put(key, entry);
    this.#inside.delete(type);
    return definition;
  }

  /** `{ [key]: value, ...definition }`: what was there before keeps its value and moves to the front. */
  #prepend(
    entries: [string, Entry][],
    key: string | null,
    options: Value,
    { spot, conditions }: { readonly spot: Entry['spot']; readonly conditions: Entry['conditions'] },
    definition: ObjectValue,
  ): [string, Entry][] {
    if (key === null) {
      definition.rest ??= unknown('the name of a member is not known', spot);
      return entries;
    }
    const value = this.#inspect(options);
    const before = entries.find(([name]) => name === key);
    const entry = before ? before[1] : { value, spot, conditions };
    return [[key, entry], ...entries.filter(([name]) => name !== key)];
  }

  /** `inspectTypeDefinition`: classes become schemas or definitions, in place. */
  #inspect(given: Value): Value {
    if (isFunction(given)) return this.#inspectFunction(given);
    if (given instanceof ObjectValue) {
      const entry = given.entries.get('type');
      if (entry && (isFunction(entry.value) || holdsFunction(entry.value)))
        given.put('type', { ...entry, value: this.#inspect(entry.value) });
      return given;
    }
    if (given instanceof ArrayValue && given.items[0] && !given.rest) {
      return new ArrayValue([this.#inspect(given.items[0])], given.spot, given.conditions);
    }
    return given;
  }

  #inspectFunction(given: Value): Value {
    if (given instanceof TypeNative) return isOfDriver(given) ? new ObjectValue(this.call.spot) : given;
    if (given instanceof PackageValue && ['mongodb', 'bson'].includes(given.packageName))
      return new ObjectValue(this.call.spot);
    const type = given.kind === 'function' ? this.call.invoke(given, []) : given;
    if (type.kind === 'unknown' || (type.kind === 'native' && type.isUnread)) return type;
    if (!(type instanceof ClassValue)) return new ObjectValue(this.call.spot);
    const definition = this.definition(type);
    const options = schemaDecorator(type)?.args[0];
    if (!options || isNullish(options) || truthOf(options) === false) return definition;
    return this.#schemaOf(type, definition, options);
  }
}

/** `mongoose.Types.ObjectId` and the like: Nest takes them for classes without paths, which become Mixed. */
function isOfDriver(type: TypeNative): boolean {
  return !(type instanceof SchemaTypeNative) && !builtIns.has(type.name);
}

/** `BUILT_IN_TYPES` (factories/definitions.factory.ts of @nestjs/mongoose), and what it calls for its value. */
const builtIns = new Set([
  'Boolean',
  'Number',
  'String',
  'Map',
  'Date',
  'Buffer',
  'BigInt',
  'Symbol',
  'Array',
]);

/** `typeof value === 'function'`. */
function isFunction(value: Value): boolean {
  if (value.kind === 'native')
    return value instanceof TypeNative || value.isUnread === true || ['Array', 'Object'].includes(value.name);
  return value.kind === 'class' || value.kind === 'function';
}

function holdsFunction(value: Value): boolean {
  return value instanceof ArrayValue && value.items[0] !== undefined && isFunction(value.items[0]);
}
