import { decoratorPackage } from './decorator-package.js';
import type { Mongoose } from './mongoose/mongoose.js';
import { nestMongoose } from './nest/nest-mongoose.js';
import { papr } from './papr.js';
import { Typegoose } from './typegoose/typegoose.js';
import type { Native } from './values.js';

/** The packages, besides Mongoose, whose functions and decorators are known. */
export class Frameworks {
  readonly #packages: ReadonlyMap<string, Native>;

  constructor(mongoose: Mongoose) {
    const typegoose = new Typegoose(mongoose);
    this.#packages = new Map<string, Native>([
      ['@nestjs/mongoose', nestMongoose(mongoose)],
      ['@typegoose/typegoose', typegoose],
      ['papr', papr(mongoose.findings)],
      ['typegoose', typegoose],
      ['nestjs-typegoose', typegoose.nest],
      ['@m8a/nestjs-typegoose', typegoose.nest],
    ]);
  }

  package(name: string): Native | null {
    return this.#packages.get(name) ?? decoratorPackage(name);
  }
}
