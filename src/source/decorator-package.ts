import { Decorator } from './decorator.js';
import { PackageValue } from './mongoose/packages.js';
import { nativeFunction, type Call, type Native, type Value } from './values.js';

/** Packages whose decorators define no path and no index of Mongoose. */
const harmless = new Set([
  '@nestjs/cache-manager',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/event-emitter',
  '@nestjs/graphql',
  '@nestjs/mapped-types',
  '@nestjs/microservices',
  '@nestjs/schedule',
  '@nestjs/swagger',
  '@nestjs/throttler',
  '@nestjs/websockets',
  '@tsed/schema',
  'class-transformer',
  'class-validator',
  'inversify',
  'nestjs-i18n',
  'nestjs-zod',
  'routing-controllers',
  'routing-controllers-openapi',
  'tsoa',
  'tsyringe',
  'type-graphql',
  'typedi',
]);

/** They give a class that takes validation and documentation along, and no `@Prop` (`@nestjs/mapped-types`). */
const mappedTypes = new Set(['PartialType', 'PickType', 'OmitType', 'IntersectionType']);

/** Null: what the decorators of the package do is not known. */
export function decoratorPackage(name: string): Native | null {
  return harmless.has(name) ? new DecoratorPackage(name) : null;
}

/** A package that is not read but whose decorators are known to change nothing here. */
class DecoratorPackage extends PackageValue {
  override get(key: string): Value {
    if (this.packageName === '@nestjs/common' && key === 'applyDecorators')
      return nativeFunction(key, ({ args }) => new DecoratorGroup(args));
    if (this.packageName.startsWith('@nestjs/') && mappedTypes.has(key))
      return nativeFunction(key, () => ({ kind: 'native', name: key }));
    return /^[A-Z]/.test(key)
      ? new HarmlessDecorator(this.packageName, `${this.name}.${key}`)
      : super.get(key);
  }
}

/** By their names also classes: what is constructed of them is not known. */
export class HarmlessDecorator extends PackageValue {
  override call({ args, spot, invoke }: Call): Value {
    return new Decorator(this.name, args, spot, invoke);
  }

  override construct(call: Call): Value {
    return super.call(call);
  }
}

/** `applyDecorators(Prop(…), ApiProperty())`: several as one. */
export class DecoratorGroup implements Native {
  readonly kind = 'native';
  readonly name = 'decorators';

  constructor(readonly parts: readonly Value[]) {}
}
