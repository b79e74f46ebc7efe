import type { CreatedFrom, IndexChange, IndexStep } from '../model/index-change.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { duties, specificationOf } from './index-duties.js';

/**
 * Puts `after` in the place of `before`, the other indexes that the server would refuse it for. Two indexes that are
 * one to the server, or have one name, cannot stand beside each other, so that the old must go before the new is built;
 * where it can, another index serves the queries meanwhile. `origin`: whose words `after` is.
 */
export function rebuildIndex(
  collection: string,
  before: readonly [IndexSpecification, ...IndexSpecification[]],
  after: IndexSpecification,
  origin: CreatedFrom,
): IndexChange {
  const standIn = standInFor(after);
  if (!standIn) return replaceIndex(collection, before, after, origin);
  const names = before.map(({ name }) => `\`${name}\``).join(' and ');
  return {
    ...replaceIndex(collection, before, after, origin),
    kind: 'rebuild',
    steps: [
      { kind: 'create', index: standIn, origin },
      ...exchange(before, after, origin),
      { kind: 'drop', index: standIn },
    ],
    does: `Builds \`${standIn.name}\` in ${collection}, drops ${names}, builds \`${after.name}\`, and drops \`${standIn.name}\`.`,
    costs: [
      `Two builds, and each reads the whole collection. Queries that \`${after.name}\` can serve are served all the time.`,
      ...gaps(before, after),
      comesBack,
    ].join(' '),
  };
}

/** Drops first, then creates: for kinds of indexes that nothing can stand in for, or small collections. */
export function replaceIndex(
  collection: string,
  before: readonly [IndexSpecification, ...IndexSpecification[]],
  after: IndexSpecification,
  origin: CreatedFrom,
): IndexChange {
  const names = before.map(({ name }) => `\`${name}\``).join(' and ');
  return {
    kind: 'replace',
    collection,
    index: specificationOf(before[0]),
    steps: exchange(before, after, origin),
    does: `Drops ${names} of ${collection}, then builds \`${after.name}\`.`,
    costs: [
      'Queries that need it scan the collection from the drop until it is built.',
      ...gaps(before, after),
      comesBack,
    ].join(' '),
    takesAway: true,
    undo: null,
  };
}

const comesBack = 'When a build fails, what was dropped is created again.';

function exchange(
  before: readonly IndexSpecification[],
  after: IndexSpecification,
  origin: CreatedFrom,
): IndexStep[] {
  return [
    ...before.map((index): IndexStep => ({ kind: 'drop', index: specificationOf(index) })),
    { kind: 'create', index: specificationOf(after), origin },
  ];
}

function gaps(before: readonly IndexSpecification[], after: IndexSpecification): string[] {
  const missed = new Set([...before, after].flatMap(duties));
  return [...missed].map((duty) => `${duty} meanwhile.`);
}

/**
 * An index that serves what `after` can serve and is another one to the server: its key with `_id` after it. Null: its
 * kind does not take another path, it has 32 already, or it serves nothing, being hidden.
 */
function standInFor({ key, options, name }: IndexSpecification): IndexSpecification | null {
  const isOrdinary = key.every(
    ([path, direction]) => typeof direction === 'number' && !path.includes('$**') && path !== '_id',
  );
  if (!isOrdinary || key.length > 31 || options.hidden === true) return null;
  const kept = ['partialFilterExpression', 'collation'].flatMap((option) => {
    const value = options[option];
    return value === undefined ? [] : [[option, value] as const];
  });
  return { key: [...key, ['_id', 1]], options: Object.fromEntries(kept), name: `${name}_stand_in` };
}
