import { lineOf } from '../class-line.js';
import { Decorator } from '../decorator.js';
import { cloneSchema } from '../mongoose/copying.js';
import { addDefinition } from '../mongoose/definition.js';
import { newSchema } from '../mongoose/schema-members.js';
import type { Schema } from '../mongoose/schema.js';
import {
  ArrayValue,
  ClassValue,
  isNullish,
  ObjectValue,
  primitive,
  property,
  same,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Spot,
  type Value,
} from '../values.js';
import { isOldBase } from './old-typegoose.js';
import { classOptions, disablesLowerIndexes, mergedOptions, nameOf, part } from './model-options.js';
import { classOf, definitionOf, ownProps, type Prop } from './prop.js';

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
    // A base of another package counts as a class without properties: what the options bring comes before the rest.
    const lowest = end && !isOldBase(end) ? null : line[0];
    const start = lowest ? this.#define(lowest, definition) : new ObjectValue(spot);
    let schema = newSchema({ ...call, spot, args: [start, options] });
    schema.pathOrigin = 'decorator';
    if (gap !== null) schema.gap('unknown-base', `A base class is not read: ${gap}.`, spot);
    for (const [position, one] of line.entries()) {
      if (one !== lowest) {
        // Each class adds to a clone of the schema of its base: what is shared is copied as it is by then.
        const site = { spot, conditions: call.conditions };
        const added = this.#define(one, definition);
        schema = cloneSchema(schema, site);
        schema.pathOrigin = 'decorator';
        addDefinition(schema, added, '', site);
      }
      const above = line.slice(position + 1);
      this.#addIndexes(schema, one, above, given);
    }
    this.#discriminate(schema, type, line, given);
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
      if (value) definition.put(key, { value, spot, conditions });
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
    const isDisabled = disabling.map(truthOf);
    if (isDisabled.includes(true)) return;
    if (isDisabled.includes(null))
      schema.gap('unknown-options', '`disableLowerIndexes` could not be read.', type.spot);
    for (const { decorator, member, spot, conditions } of type.decorations) {
      if (member || !(decorator instanceof Decorator) || decorator.name !== 'index') continue;
      schema.expectCertain(
        { conditions, spot: { ...this.call.spot, file: spot.file, at: spot.at } },
        'This index',
      );
      const [key, options] = decorator.args;
      if (key)
        schema.indexes = [
          ...schema.indexes,
          { key, options: options ?? null, spot, conditions, isDecorator: true },
        ];
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

  /** `discriminators`, an option of a property or of the class that it holds: classes, or `{ type, value }`. */
  #discriminate(
    schema: Schema,
    type: ClassValue,
    line: readonly ClassValue[],
    given: Value | undefined,
  ): void {
    for (const prop of line.flatMap(ownProps)) {
      const { key, options, decoration } = prop;
      const own = options instanceof ObjectValue ? property(options, 'discriminators') : undefinedValue;
      const held = classOf(prop, this.call);
      const ofClass = held && classOptions(held);
      const asked = isNullish(own) && ofClass ? part(ofClass, 'options', 'discriminators') : own;
      if (isNullish(asked) || key === null) continue;
      const list = asked.kind === 'function' ? this.call.invoke(asked, []) : asked;
      const items = list instanceof ArrayValue && !list.rest ? list.items : null;
      const classes = items?.map((item) => (item instanceof ObjectValue ? property(item, 'type') : item));
      if (!items || !classes?.every((one) => one instanceof ClassValue)) {
        const message = `The discriminators of the path \`${key}\` could not be read.`;
        schema.gap('discriminator', message, decoration.spot);
        continue;
      }
      for (const [position, child] of classes.entries()) {
        const item = items[position];
        const value = item instanceof ObjectValue ? property(item, 'value') : undefinedValue;
        const name = nameOf(child, undefined, this.call);
        const isSelf = same(name, nameOf(type, given, this.call));
        this.#onPath(schema, key, [name, isSelf ? schema : this.#nested(child), value], decoration.spot);
      }
    }
  }

  /** `schema.path(key).discriminator(name, schema, value)`. */
  #onPath(schema: Schema, key: string, args: readonly Value[], spot: Spot): void {
    const call = { ...this.call, spot: { ...this.call.spot, file: spot.file, at: spot.at } };
    const path = nativeCall(schema.get('path'), { ...call, args: [primitive(key)] });
    const method = path?.kind === 'native' ? path.get?.('discriminator') : null;
    if (!nativeCall(method ?? null, { ...call, args }))
      schema.gap('discriminator', `The path \`${key}\` has no discriminators.`, spot);
  }
}

function nativeCall(target: Value | null, call: Call): Value | null {
  return target?.kind === 'native' && target.call ? target.call(call) : null;
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
  copy.putAll(definition);
  copy.rest = definition.rest;
  return copy;
}

function reportUnknown(schema: Schema, type: ClassValue): void {
  for (const { decorator, spot } of type.decorations)
    if (decorator.kind === 'unknown')
      schema.gap('unknown-decorator', `A decorator could not be read: ${decorator.reason}.`, spot);
}
