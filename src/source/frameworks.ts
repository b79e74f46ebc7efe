import { DecoratorGroup } from './decorator.js';
import type { Mongoose } from './mongoose/mongoose.js';
import { PackageValue } from './mongoose/packages.js';
import { nestMongoose } from './nest/nest-mongoose.js';
import { Typegoose } from './typegoose/typegoose.js';
import { nativeFunction, type Native } from './values.js';

/** The packages, besides Mongoose, whose functions and decorators are known. */
export class Frameworks {
  readonly #packages: ReadonlyMap<string, Native>;

  constructor(mongoose: Mongoose) {
    const typegoose = new Typegoose(mongoose);
    this.#packages = new Map<string, Native>([
      ['@nestjs/common', nestCommon],
      ['@nestjs/mongoose', nestMongoose(mongoose)],
      ['@typegoose/typegoose', typegoose],
      ['typegoose', typegoose],
      ['nestjs-typegoose', typegoose.nest],
      ['@m8a/nestjs-typegoose', typegoose.nest],
    ]);
  }

  package(name: string): Native | null {
    return this.#packages.get(name) ?? null;
  }
}

/** Of `@nestjs/common` only what puts decorators together is read. */
const nestCommon: Native = {
  kind: 'native',
  name: '@nestjs/common',
  isUnread: true,
  get: (key) =>
    key === 'applyDecorators'
      ? nativeFunction(key, ({ args }) => new DecoratorGroup(args))
      : new PackageValue('@nestjs/common').get(key),
};
