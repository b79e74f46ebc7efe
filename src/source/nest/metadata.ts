import { Decorator } from '../decorator.js';
import { schemaType } from '../mongoose/types.js';
import { noteWrite } from '../shared-objects.js';
import { touch } from '../units.js';
import {
  ArrayValue,
  isNullish,
  nativeFunction,
  ObjectValue,
  property,
  truthOf,
  type Call,
  type ClassValue,
  type Decoration,
  type Native,
  type Spot,
  type Value,
} from '../values.js';

/** One `@Prop` as Nest's storage keeps it (storages/type-metadata.storage.ts of @nestjs/mongoose 10 to 12). */
export interface PropMetadata {
  readonly key: string | null;
  readonly options: Value;
  readonly spot: Spot;
  readonly decoration: Decoration;
}

const props = new WeakMap<Decoration, PropMetadata>();
const rawDefinitions = new WeakSet<ObjectValue>();

export function propOf(decoration: Decoration): PropMetadata | null {
  return props.get(decoration) ?? null;
}

/** `raw({ … })`: the object is a definition, not options. */
export const raw: Native = nativeFunction('raw', ({ args: [definition], spot }) => {
  if (definition instanceof ObjectValue) rawDefinitions.add(definition);
  return definition ?? new ObjectValue(spot);
});

/** `@Prop(options)`: where they give no type, the member's own is written into them (decorators/prop.decorator.ts). */
export const propDecorator: Native = nativeFunction('Prop', ({ args, spot, invoke }: Call) => {
  const [given] = args;
  const options = !given || isNullish(given) ? new ObjectValue(spot) : given;
  return new Decorator('Prop', [options], spot, invoke, (type, decoration) => {
    if (options instanceof ObjectValue && !rawDefinitions.has(options)) addType(type, decoration, options);
    props.set(decoration, { key: decoration.key, options, spot, decoration });
  });
});

function addType(type: ClassValue, { member, conditions, spot }: Decoration, options: ObjectValue): void {
  if (truthOf(property(options, 'type')) !== false) return;
  const design = member && type.designTypes.get(member);
  if (!design) return;
  const isArray = design.value.kind === 'native' && design.value.name === 'Array';
  const value = isArray ? new ArrayValue([], spot, conditions) : orMixed(design.value);
  touch(options.spot.unit, spot);
  noteWrite(options, spot);
  options.put('type', { value, spot, conditions });
}

/** Nest refuses `Object`; what an alias stands for is a text, a number or the like. */
function orMixed(value: Value): Value {
  const isObject = value.kind === 'native' && value.name === 'Object';
  return isObject ? (schemaType('Mixed') ?? value) : value;
}
