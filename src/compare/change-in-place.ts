import type { ComparedIndex } from '../model/comparison.js';
import type { IndexChange } from '../model/index-change.js';
import type { IndexSpecification, LiveIndex } from '../model/index-specification.js';
import type { ServerInfo } from '../model/live.js';
import { hideIndex, makeUnique, setTtl, unprepareUnique } from './index-change.js';
import { rebuildIndex } from './rebuild.js';
import { specificationOf, ttlOf } from './index-duties.js';

/**
 * What gives a live index the options of its definition by commands that build nothing (`collMod` in MongoDB's manual);
 * null where some difference cannot be settled so.
 */
export function changeInPlace(
  collection: string,
  { defined, live, differences }: ComparedIndex,
  server: ServerInfo,
): IndexChange | null {
  if (!defined || !live) return null;
  const seconds = ttlOf(defined);
  const isUnique = defined.options.unique === true;
  const changes = inOrder.flatMap((option): (IndexChange | null)[] => {
    if (!differences.includes(option)) return [];
    switch (option) {
      case 'unique':
        return [isUnique && canBeMadeUnique(live, server) ? makeUnique(collection, live) : null];
      case 'prepareUnique':
        // The conversion ends the preparation.
        return isUnique ? [] : [unprepareUnique(collection, live)];
      case 'hidden':
        return [hideIndex(collection, live)];
      case 'expireAfterSeconds':
        return [seconds !== null && canExpire(live, server) ? setTtl(collection, live, seconds) : null];
    }
  });
  const isAll = differences.every((one) => inOrder.some((option) => option === one));
  if (!isAll || !changes.every((one) => one !== null)) return null;
  const options = {
    ...live.options,
    ...(isUnique ? { unique: true } : {}),
    ...(seconds === null ? {} : { expireAfterSeconds: seconds }),
  };
  return together(changes, live, { ...live, options });
}

/** What may be refused comes first, what deletes documents last. */
const inOrder = ['unique', 'prepareUnique', 'hidden', 'expireAfterSeconds'] as const;

/** `after`: as it is once all are made. */
function together(
  changes: readonly IndexChange[],
  before: LiveIndex,
  after: IndexSpecification,
): IndexChange | null {
  const [first, ...rest] = changes;
  if (!first || rest.length === 0) return first ?? null;
  return {
    ...first,
    kind: 'change',
    steps: changes.flatMap(({ steps }) => steps),
    does: changes.map(({ does }) => does).join(' '),
    costs: changes.map(({ costs }) => costs).join(' '),
    takesAway: changes.some(({ takesAway }) => takesAway),
    undo: rebuildIndex(first.collection, [after], specificationOf(before), 'live'),
  };
}

/** Conversion came with 6.0. Ordinary keys only: 7.0 ends with a wildcard index, and does not check a text index. */
function canBeMadeUnique({ key }: LiveIndex, server: ServerInfo): boolean {
  const isOrdinary = key.every(([path, direction]) => typeof direction === 'number' && !path.includes('$**'));
  return isOrdinary && isAtLeast(server, 6, 0);
}

/** An index on one path; one without a TTL gets one since 5.1. */
function canExpire(live: LiveIndex, server: ServerInfo): boolean {
  const [path] = live.key;
  const isOne = live.key.length === 1 && path?.[1] !== 'text' && !path?.[0].includes('$**');
  return isOne && (ttlOf(live) !== null || isAtLeast(server, 5, 1));
}

function isAtLeast({ version }: ServerInfo, major: number, minor: number): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own > major || (own === major && ownMinor >= minor);
}
