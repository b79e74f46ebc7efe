import type { IndexCheck } from './index-rule.js';

/** Mongoose warns of it as it starts ("Duplicate schema index"), and sends both (lib/helpers/indexes/applySchemaCollation.js, lib/schema.js). */
export const indexDeclaredTwice: IndexCheck = {
  rule: 'index-declared-twice',
  severity: 'warning',
  check({ models }) {
    // What the driver is told to create may run before a drop, or under a condition.
    return models
      .filter(({ model }) => model !== null)
      .flatMap(({ indexes, model }) =>
        indexes.flatMap((index, at) => {
          const first = indexes.slice(0, at).find((other) => isSame(other, index));
          if (!first) return [];
          const where =
            first.origin === 'path'
              ? `an option of the path ${index.key[0]?.[0] ?? ''}`
              : 'another definition';
          return [
            {
              message: `${model ?? 'The code'} declares ${index.name} twice: ${where} declares it, too. Keep one of the two.`,
              place: index.place,
              indexes: [index.name],
              fix: { kind: 'remove' as const, index },
            },
          ];
        }),
      );
  },
};

type Specified = {
  readonly key: unknown;
  readonly name: string;
  readonly place: { readonly file: string; readonly range: unknown };
};

/** Same key and name at another place: a schema that several models share is written once. */
function isSame(one: Specified, other: Specified): boolean {
  return (
    one.name === other.name &&
    JSON.stringify(one.key) === JSON.stringify(other.key) &&
    JSON.stringify(one.place) !== JSON.stringify(other.place)
  );
}
