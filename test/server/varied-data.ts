import fc from 'fast-check';
import type { Document } from 'mongodb';
import type { SchemaPath } from '../../src/model/schema-path.js';

/** Documents whose paths tell them apart more or less well, and what a sample of them knows. */
export interface VariedData {
  readonly documents: readonly Document[];
  readonly paths: readonly SchemaPath[];
}

export const variedPaths = ['a', 'b', 'c', 'd'] as const;

/** How many different values a path has, from two to nearly one for each document. */
const spreads = fc.constantFrom(2, 4, 8, 20, 60, 250, 1500);

export const variedData = (count: number): fc.Arbitrary<VariedData> =>
  fc
    .record({
      spreads: fc.tuple(spreads, spreads, spreads, spreads),
      seed: fc.integer({ min: 1, max: 2 ** 30 }),
    })
    .map(({ spreads: all, seed }) => {
      const random = randomFrom(seed);
      const documents = Array.from({ length: count }, (_, _id) => ({
        _id,
        // Squared: some values are far more frequent than others.
        ...Object.fromEntries(
          variedPaths.map((path, at) => [
            path,
            Math.floor(random() * (at % 2 ? 1 : random()) * (all[at] ?? 2)),
          ]),
        ),
      }));
      const paths = variedPaths.map((path) => ({ path, type: 'Number', isArray: false }));
      return { documents, paths };
    });

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A query whose values some document has. */
export interface VariedShape {
  readonly filter: Document;
  readonly sort: Readonly<Record<string, number>> | null;
  readonly limit: number;
}

type Role = 'equality' | 'some' | 'range' | 'from' | 'sort';

export const variedShape = ({ documents }: VariedData): fc.Arbitrary<VariedShape> =>
  fc
    .record({
      order: fc.shuffledSubarray([...variedPaths], { minLength: 1, maxLength: 4 }),
      roles: fc.array(fc.constantFrom<Role[]>('equality', 'equality', 'some', 'range', 'from', 'sort'), {
        minLength: 4,
        maxLength: 4,
      }),
      directions: fc.array(fc.constantFrom(1, 1, -1), { minLength: 4, maxLength: 4 }),
      typical: fc.constantFrom(...documents),
      others: fc.tuple(fc.constantFrom(...documents), fc.constantFrom(...documents)),
      limit: fc.constantFrom(0, 0, 10, 50),
    })
    .map(({ order, roles, directions, typical, others, limit }) => {
      const value = (path: string, document = typical) => Number(document[path]);
      const conditions = order.flatMap((path, at): [string, unknown][] => {
        const role = roles[at] ?? 'equality';
        if (role === 'equality') return [[path, value(path)]];
        if (role === 'some')
          return [[path, { $in: [...new Set([value(path), ...others.map((one) => value(path, one))])] }]];
        if (role === 'from') return [[path, { $gte: value(path) }]];
        const [low, high] = [value(path), value(path, others[0])].toSorted((x, y) => x - y);
        return role === 'range' ? [[path, { $gte: low, $lte: high }]] : [];
      });
      const sorted = order.flatMap((path, at) =>
        roles[at] === 'sort' ? [[path, directions[at] ?? 1] as const] : [],
      );
      return {
        filter: Object.fromEntries(conditions),
        sort: sorted.length > 0 ? Object.fromEntries(sorted) : null,
        limit,
      };
    })
    .filter(({ filter }) => Object.keys(filter).length > 0);
