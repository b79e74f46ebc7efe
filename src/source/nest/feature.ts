import {
  ArrayValue,
  isNullish,
  ObjectValue,
  property,
  undefinedValue,
  unknown,
  type Call,
  type Value,
} from '../values.js';

/** `connection.model(name, schema, collection)`. */
export type MakeModel = (call: Call) => Value;

/** `MongooseModule.forFeature(definitions)`: makes the models as its providers do (mongoose.providers.ts). */
export function forFeature(call: Call, makeModel: MakeModel): Value {
  each(call, makeModel, (definition, at) => {
    const model = makeModel({
      ...at,
      args: [
        property(definition, 'name'),
        property(definition, 'schema'),
        property(definition, 'collection'),
      ],
    });
    discriminate(model, definition, at);
  });
  return new ObjectValue(call.spot);
}

/** `MongooseModule.forFeatureAsync([{ name, useFactory }])`: the schema is what the factory gives. */
export function forFeatureAsync(call: Call, makeModel: MakeModel): Value {
  each(call, makeModel, (definition, at) => {
    const why = unknown('it is given when the function is called', at.spot);
    const factory = property(definition, 'useFactory');
    const injected = factory.kind === 'function' ? factory.code.params.map(() => why) : [];
    const schema =
      factory.kind === 'function'
        ? call.invoke(factory, injected)
        : unknown('the factory is not known', at.spot);
    const model = makeModel({
      ...at,
      args: [property(definition, 'name'), schema, property(definition, 'collection')],
    });
    discriminate(model, definition, at);
  });
  return new ObjectValue(call.spot);
}

/** Each model of the list; of what is not known, a model that could be any. */
function each(call: Call, makeModel: MakeModel, make: (definition: ObjectValue, at: Call) => void): void {
  const [list = undefinedValue] = call.args;
  if (isNullish(list)) return;
  const notKnown = (why: Value): void => {
    const value =
      why.kind === 'unknown' ? why : unknown('the list of models is not known', call.spot, call.text);
    makeModel({ ...call, args: [value, value] });
  };
  if (!(list instanceof ArrayValue)) {
    notKnown(list);
    return;
  }
  for (const item of list.items) {
    if (item instanceof ObjectValue)
      make(item, { ...call, spot: { ...call.spot, file: item.spot.file, at: item.spot.at } });
    else notKnown(item);
  }
  if (list.rest) notKnown(list.rest);
}

function discriminate(model: Value, definition: ObjectValue, at: Call): void {
  const list = property(definition, 'discriminators');
  if (isNullish(list)) return;
  const items =
    list instanceof ArrayValue && !list.rest
      ? list.items
      : [unknown('the discriminators are not known', at.spot)];
  const discriminator = model.kind === 'native' ? model.get?.('discriminator') : null;
  if (discriminator?.kind !== 'native') return;
  for (const item of items) {
    const part = (key: string): Value => (item instanceof ObjectValue ? property(item, key) : item);
    const spot =
      item instanceof ObjectValue ? { ...at.spot, file: item.spot.file, at: item.spot.at } : at.spot;
    discriminator.call?.({ ...at, spot, args: [part('name'), part('schema'), part('value')] });
  }
}
