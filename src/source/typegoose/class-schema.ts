import { lineOf } from '../class-line.js';
import { Decorator } from '../decorator.js';
import { addDefinition } from '../mongoose/definition.js';
import { newSchema } from '../mongoose/schema-members.js';
import type { Schema } from '../mongoose/schema.js';
import type { ClassValue } from '../values.js';
import {
  isNullish,
  ObjectValue,
  property,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Spot,
  type Value,
} from '../values.js';
import { disablesLowerIndexes, mergedOptions, timeStampsName } from './model-options.js';
import { definitionOf, ownProps, type Prop } from './prop.js';

/** `buildSchema(class, options)` (typegoose.ts and internal/schema.ts of Typegoose 9 to 13). */
export function buildSchema(type: ClassValue, options: Value | undefined, call: Call): Schema {
  return new SchemaBuilder(call).build(type, options);
}

class SchemaBuilder {
  readonly #inside = new Set<ClassValue>();

  constructor(readonly call: Call) {}

  build(type: ClassValue, given: Value | undefined): Schema {
    this.#inside.add(type);
    const { call } = this;
    const spot: Spot = { ...call.spot, file: type.spot.file, at: type.spot.at };
    const { classes, end, gap } = lineOf(type);
    const options = property(mergedOptions(type, given, spot), 'schemaOptions');
    const line = [...classes].reverse();
    const definition = new ObjectValue(spot);
    const schema = newSchema({
      ...call,
      spot,
      args: [this.#define(line[0] ?? type, definition), options],
    });
    schema.pathOrigin = 'decorator';
    if (gap !== null && end?.kind !== undefined && !isTimeStamps(end))
      schema.gap('unknown-base', `A base class is not read: ${gap}.`, spot);
    for (const [position, one] of line.entries()) {
      if (position > 0)
        addDefinition(schema, this.#define(one, definition), '', { spot, conditions: call.conditions });
      const above = line.slice(position + 1);
      this.#addIndexes(schema, one, above, given);
    }
    this.#discriminate(schema, line);
    this.#plug(schema, line);
    for (const one of line) reportUnknown(schema, one);
    this.#inside.delete(type);
    return schema;
  }

  /** Adds what the `@prop`s of a class say to those of the classes before; without any, those of the nearest count. */
  #define(type: ClassValue, definition: ObjectValue): ObjectValue {
    for (const prop of nearestProps(type)) {
      const { key, decoration } = prop;
      const { spot, conditions } = decoration;
      if (key === null) {
        definition.rest ??= unknown('the name of a member is not known', spot);
        continue;
      }
      const value = definitionOf(prop, { call: this.call, buildSchema: (other) => this.#nested(other) });
      if (value) definition.entries.set(key, { value, spot, conditions });
    }
    return copyOf(definition);
  }

  #nested(type: ClassValue): Schema | ObjectValue {
    if (!this.#inside.has(type)) return this.build(type, undefined);
    const endless = new ObjectValue(type.spot);
    endless.rest = unknown('the class contains itself', type.spot, type.code.name ?? '…');
    return endless;
  }

  /** `@index`: the last one written takes effect first. */
  #addIndexes(
    schema: Schema,
    type: ClassValue,
    above: readonly ClassValue[],
    given: Value | undefined,
  ): void {
    const [last] = above.slice(-1);
    const disabling = above.map((one) => disablesLowerIndexes(one, one === last ? given : undefined));
    if (disabling.some((one) => truthOf(one) === true)) return;
    for (const { decorator, member, spot, conditions } of type.decorations) {
      if (member || !(decorator instanceof Decorator) || decorator.name !== 'index') continue;
      schema.expectCertain(
        { conditions, spot: { ...this.call.spot, file: spot.file, at: spot.at } },
        'This index',
      );
      const [key, options] = decorator.args;
      if (key) schema.indexes.push({ key, options: options ?? null, spot, conditions, isDecorator: true });
    }
  }

  /** `@plugin`s of the class; one with any has those of its bases, too. */
  #plug(schema: Schema, line: readonly ClassValue[]): void {
    const plugin = schema.get('plugin');
    for (const one of line)
      for (const { decorator, member } of one.decorations) {
        if (member || !(decorator instanceof Decorator) || decorator.name !== 'plugin') continue;
        if (plugin?.kind === 'native')
          plugin.call?.({ ...this.call, args: decorator.args, spot: decorator.spot });
      }
  }

  /** The option `discriminators` of a property. */
  #discriminate(schema: Schema, line: readonly ClassValue[]): void {
    for (const one of line)
      for (const { key, options, decoration } of ownProps(one)) {
        const list = options instanceof ObjectValue ? property(options, 'discriminators') : undefinedValue;
        if (!isNullish(list) && key !== null)
          schema.gap(
            'discriminator',
            `Discriminators of the path \`${key}\` are not read yet.`,
            decoration.spot,
          );
      }
  }
}

/** Props are kept with the prototype: a class without any of its own sees those of its base. */
function nearestProps(type: ClassValue): Prop[] {
  for (const one of lineOf(type).classes) {
    const props = ownProps(one);
    if (props.length > 0) return props;
  }
  return [];
}

function copyOf(definition: ObjectValue): ObjectValue {
  const copy = new ObjectValue(definition.spot);
  for (const [key, entry] of definition.entries) copy.entries.set(key, entry);
  copy.rest = definition.rest;
  return copy;
}

function isTimeStamps(value: Value | null): boolean {
  return value?.kind === 'native' && value.name === timeStampsName;
}

function reportUnknown(schema: Schema, type: ClassValue): void {
  for (const { decorator, spot } of type.decorations)
    if (decorator.kind === 'unknown')
      schema.gap('unknown-decorator', `A decorator could not be read: ${decorator.reason}.`, spot);
}
