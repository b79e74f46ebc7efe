import { ObjectValue, truthOf, undefinedValue, type Call, type Native, type Value } from '../values.js';

/** `new Passthrough(definition, direct)`: a definition of Mongoose's own in place of a class. */
export class PassthroughValue implements Native {
  readonly kind = 'native';
  readonly name = 'Passthrough';

  constructor(
    readonly definition: Value,
    readonly isDirect: boolean,
  ) {}
}

export const passthroughClass: Native = {
  kind: 'native',
  name: 'Passthrough',
  construct: ({ args: [definition, direct], spot }: Call) =>
    new PassthroughValue(definition ?? new ObjectValue(spot), truthOf(direct ?? undefinedValue) === true),
};
