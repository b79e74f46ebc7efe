import type { ClassMember } from '../syntax/code.js';
import {
  ClassValue,
  ObjectValue,
  stringOf,
  undefinedValue,
  type Call,
  type Decoration,
  type Native,
  type Spot,
  type Value,
} from './values.js';

/** What a decorator of a framework gives when it is called: `Prop({ index: true })`. */
export class Decorator implements Native {
  readonly kind = 'native';

  constructor(
    readonly name: string,
    readonly args: readonly Value[],
    /** The call that made it. */
    readonly spot: Spot,
    readonly invoke: Call['invoke'],
    /** What else happens where it is applied. */
    readonly onApply: (type: ClassValue, decoration: Decoration) => void = () => undefined,
    /** What a parameter with this decorator is given. */
    readonly injected: Value | null = null,
  ) {}

  apply(
    type: ClassValue,
    member: ClassMember | null,
    key: string | null,
    at: Pick<Decoration, 'conditions'>,
  ): void {
    const decoration: Decoration = {
      decorator: this,
      member,
      key,
      spot: this.spot,
      conditions: at.conditions,
    };
    type.decorations.push(decoration);
    this.onApply(type, decoration);
  }

  /** Applied by hand, as a decorator of the code does: `Prop()(target, key)`. */
  call({ args: [target, name], conditions }: Call): Value {
    const type = target instanceof ObjectValue ? target.prototype : target;
    const key = stringOf(name);
    if (type instanceof ClassValue) {
      const member = type.code.members.find((one) => one.key === key) ?? null;
      this.apply(type, member, key, { conditions });
    }
    return undefinedValue;
  }
}
