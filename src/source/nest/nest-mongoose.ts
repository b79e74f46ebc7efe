import { Decorator } from '../decorator.js';
import { modelByName } from '../mongoose/model.js';
import type { Mongoose } from '../mongoose/mongoose.js';
import { PackageValue } from '../mongoose/packages.js';
import {
  ClassValue,
  nativeFunction,
  ObjectValue,
  stringOf,
  unknown,
  type Call,
  type Native,
  type Value,
} from '../values.js';
import { definitionForClass, schemaForClass } from './definition.js';
import { propDecorator, raw } from './metadata.js';
import { forFeature, forFeatureAsync, type MakeModel } from './feature.js';

/** The package `@nestjs/mongoose`, 9 to 12. */
export function nestMongoose(mongoose: Mongoose): Native {
  const makeModel: MakeModel = (call) => mongoose.model(call);
  const members = new Map<string, Native>([
    ['Prop', propDecorator],
    ['raw', raw],
    ['Schema', decorator('Schema')],
    ['Virtual', decorator('Virtual')],
    ['InjectModel', injection('InjectModel', ({ args: [name] }) => injectedModel(mongoose, name))],
    ['InjectConnection', injection('InjectConnection', () => mongoose.get('connection'))],
    ['SchemaFactory', factory('SchemaFactory', schemaForClass)],
    ['DefinitionsFactory', factory('DefinitionsFactory', definitionForClass)],
    [
      'MongooseModule',
      {
        kind: 'native',
        name: 'MongooseModule',
        get: (key) => {
          if (key === 'forFeature') return nativeFunction(key, (call) => forFeature(call, makeModel));
          if (key === 'forFeatureAsync')
            return nativeFunction(key, (call) => forFeatureAsync(call, makeModel));
          return harmless(`MongooseModule.${key}`);
        },
      },
    ],
  ]);
  const unread = new PackageValue('@nestjs/mongoose');
  return {
    kind: 'native',
    name: '@nestjs/mongoose',
    get: (key) => members.get(key) ?? unread.get(key),
  };
}

function decorator(name: string): Native {
  return nativeFunction(name, ({ args, spot, invoke }) => new Decorator(name, args, spot, invoke));
}

/** A decorator of a constructor's parameter that says what is given there. */
export function injection(name: string, give: (call: Call) => Value | null): Native {
  return nativeFunction(
    name,
    (call) => new Decorator(name, call.args, call.spot, call.invoke, () => undefined, give(call)),
  );
}

/** `@InjectModel(User.name)`, `@InjectModel('User')`, `@InjectModel(User)`. */
export function injectedModel(mongoose: Mongoose, given: Value | undefined): Value | null {
  const name = given instanceof ClassValue ? (given.code.name ?? null) : stringOf(given);
  return name === null ? null : modelByName(mongoose.findings, name);
}

/** `createForClass` of a class that is known. */
function factory(name: string, make: (type: ClassValue, call: Call) => Value): Native {
  const createForClass = nativeFunction('createForClass', (call) => {
    const [type] = call.args;
    if (type instanceof ClassValue) return make(type, call);
    const why = type?.kind === 'unknown' ? type.reason : 'it is no class that is read';
    return unknown(`the class is not known: ${why}`, call.spot, call.text);
  });
  return { kind: 'native', name, get: (key) => (key === 'createForClass' ? createForClass : null) };
}

/** Changes nothing that it is given, and gives what a module is made of. */
function harmless(name: string): Native {
  return nativeFunction(name, ({ spot }) => new ObjectValue(spot));
}
