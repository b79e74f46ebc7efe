import type { Model } from '../../../src/model/catalog.js';

/** A model as Mongoose has it once its code was loaded. */
export interface Loaded {
  readonly model: string;
  readonly collection: string;
  readonly indexes: readonly (readonly [key: unknown, options: Readonly<Record<string, unknown>>])[];
}

export function plainOf({ indexes }: Model): unknown {
  return indexes.map(({ key, options, name, named }) => ({
    key,
    options: sorted(named ? { ...options, name } : options),
  }));
}

/** What the server is given: Mongoose's options without what is no part of a specification. */
export function plainLoaded({ indexes }: Loaded): unknown {
  return indexes.map(([key, options]) => ({ key, options: sorted(options) }));
}

const noise = ['background', '_autoIndex'];

function sorted(options: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => !noise.includes(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
