import type { DefinedIndex, IndexSpecification, LiveIndex } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import { canonicalCollation, shortCollation } from '../model/collation.js';

/**
 * A live index as code would define it, so that comparing finds it applied: without what the server fills in. Whether
 * it is hidden stays what the code says of it.
 */
export function specificationInCode(
  live: LiveIndex,
  defined: DefinedIndex,
  defaultCollation: Json | undefined,
): IndexSpecification {
  const { collation, hidden, ...options } = live.options;
  const isDefault = canonicalCollation(collation) === canonicalCollation(defaultCollation);
  const isHidden = hidden === true && defined.options.hidden === true;
  return {
    key: live.key,
    options: {
      ...options,
      ...(isDefault ? {} : { collation: shortCollation(collation) }),
      ...(isHidden ? { hidden } : {}),
    },
    name: live.name,
  };
}
