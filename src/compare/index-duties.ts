import type { IndexSpecification } from '../model/index-specification.js';

/** What an index does besides serving queries, said of it when it is gone. */
export function duties({ options }: Pick<IndexSpecification, 'options'>): readonly string[] {
  return [
    ...(options.unique === true || options.prepareUnique === true ? ['Duplicates are not refused'] : []),
    ...(ttlOf({ options }) === null ? [] : ['Documents do not expire']),
  ];
}

/** In seconds; null: nothing expires. */
export function ttlOf({ options }: Pick<IndexSpecification, 'options'>): number | null {
  return typeof options.expireAfterSeconds === 'number' ? options.expireAfterSeconds : null;
}

export function specificationOf({ key, options, name }: IndexSpecification): IndexSpecification {
  return { key, options, name };
}
