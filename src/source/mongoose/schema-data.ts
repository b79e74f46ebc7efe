import type { Conditions } from '../conditions.js';
import type { Spot, Unit, Value } from '../values.js';
import type { Site } from './path-index.js';

/** One call of `schema.index(…)`. */
export interface SchemaIndex {
  readonly key: Value;
  readonly options: Value | null;
  readonly spot: Spot;
  readonly conditions: Conditions;
  /** A decorator of a class; else a call. */
  readonly isDecorator?: boolean;
}

/** Something of a schema that could not be read, and that might define an index. */
export interface Gap {
  readonly code: string;
  readonly message: string;
  readonly spot: Spot;
}

/** Which documents of a collection a discriminator's are: those with this value under this key. */
export interface DiscriminatorMapping {
  readonly key: string;
  readonly value: Value;
  /** Whether options say which hooks and plugins it takes over. */
  readonly hasOptions: boolean;
}

/** A call of `schema.discriminator(…)`: it counts when a model is made. */
export interface AskedDiscriminator {
  readonly schema: Value;
  readonly options: Value | undefined;
  readonly site: Site;
}

/** The run of a file that made the first model of a schema. */
export interface Plugged {
  readonly by: Unit;
  /** How often the schema had been changed then. */
  readonly revision: string;
}

/** What a path holds, as far as its indexes go: Mongoose's classes of schema types. */
export type Shape = 'plain' | 'array' | 'documents' | 'single' | 'map';
