import { escape } from '../joining.js';
import { valueType } from './types.js';
import { unknown, type Call, type Native, type Value } from '../values.js';

/** Well-known plugins that define no index (their sources were read). */
export const harmlessPlugins: ReadonlySet<string> = new Set([
  'mongoose-paginate',
  'mongoose-paginate-v2',
  'mongoose-aggregate-paginate',
  'mongoose-aggregate-paginate-v2',
  'mongoose-lean-virtuals',
  'mongoose-lean-defaults',
  'mongoose-lean-getters',
  'mongoose-lean-id',
  'mongoose-autopopulate',
  'mongoose-unique-validator',
  '@typegoose/auto-increment',
]);

/** Something of a package whose source is not read. */
export class PackageValue implements Native {
  readonly kind = 'native';
  readonly isUnread = true;

  constructor(
    readonly packageName: string,
    readonly name = packageName,
  ) {}

  get(key: string): Value {
    return new PackageValue(this.packageName, key === 'default' ? this.name : `${this.name}.${key}`);
  }

  set(_key: string, value: Value, { spot, text }: Pick<Call, 'spot' | 'text'>): void {
    escape(
      value,
      unknown(`it is stored in the package \`${this.packageName}\`, which is not read`, spot, text),
    );
  }

  call({ args, spot, text }: Call): Value {
    for (const argument of args) {
      escape(
        argument,
        unknown(`it is passed to the package \`${this.packageName}\`, which is not read`, spot, text),
      );
    }
    return unknown(`the package \`${this.packageName}\` is not read`, spot, text);
  }

  construct(call: Call): Value {
    const isOfDriver = this.packageName === 'mongodb' || this.packageName === 'bson';
    const type = isOfDriver ? valueType(this.name.split('.').at(-1) ?? '') : null;
    return type?.construct(call) ?? this.call(call);
  }
}
