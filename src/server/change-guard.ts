import { isDeepStrictEqual } from 'node:util';
import type { IndexChange, IndexFailure, IndexStep } from '../model/index-change.js';
import type { IndexSpecification } from '../model/index-specification.js';
import type { CollectionOnServer } from './build-progress.js';
import { changeFailure, refused } from './change-errors.js';
import { missingVoters } from './commit-quorum.js';
import { loadDriver } from './driver.js';
import { serverErrorOf } from './errors.js';
import { listIndexes } from './list-indexes.js';
import { liveSpecification } from './live-specification.js';

/**
 * Why a change is not begun at all; null: it may be. What it hides, drops or changes must still be what was shown when
 * it was agreed to: a name alone may stand for another index by now.
 */
export async function whyRefused(
  on: CollectionOnServer,
  { steps }: IndexChange,
): Promise<IndexFailure | null> {
  const [first] = steps;
  if (!first) return null;
  const created = new Set<string>();
  const changed = steps.filter((step) => {
    if (step.kind === 'create') created.add(step.index.name);
    return step.kind !== 'create' && !created.has(step.index.name);
  });
  if (changed.some(({ index }) => isIdIndex(index))) {
    return refused('The index on _id belongs to the server: it is neither hidden, changed nor dropped.');
  }
  const kind = changed.find((step) => step.kind === 'make-unique' && !canBeMadeUnique(step.index));
  if (kind) return refused(`\`${kind.index.name}\` is of a kind that is not converted to unique.`);
  if (changed.length === 0) return null;
  try {
    const live = await liveIndexes(on);
    const other = changed.find(({ index }) => !isSame(index, live.get(index.name)));
    if (other) return notAsPlanned(other, live.has(other.index.name));
    const dropped = steps.findIndex((step) => step.kind === 'drop');
    const isExchange = steps.some((step, at) => step.kind === 'create' && at > dropped && dropped >= 0);
    const [missing] = isExchange ? await missingVoters(on.connection) : [];
    return missing === undefined ? null : notNow(missing);
  } catch (error) {
    return changeFailure(error, on, first);
  }
}

/** MongoDB 7.0 converts a text index without checking, and a wildcard index ends the server: ordinary keys only. */
function canBeMadeUnique({ key }: IndexSpecification): boolean {
  return key.every(([path, direction]) => typeof direction === 'number' && !/(^|\.)\$\*\*$/.test(path));
}

function isIdIndex({ name, key }: IndexSpecification): boolean {
  return name === '_id_' || (key.length === 1 && key[0]?.[0] === '_id' && key[0][1] === 1);
}

async function liveIndexes(on: CollectionOnServer): Promise<ReadonlyMap<string, IndexSpecification>> {
  const driver = await loadDriver();
  try {
    const listed = await listIndexes(on.connection, on.database, on.collection, driver, undefined);
    return new Map(listed.map((raw) => [String(raw.name), liveSpecification(raw, driver)]));
  } catch (error) {
    if (serverErrorOf(error)?.code === 26) return new Map();
    throw error;
  }
}

/** Whether it is hidden, or prepared for unique, changes nothing of what it is. */
function isSame(planned: IndexSpecification, live: IndexSpecification | undefined): boolean {
  const plain = ({ key, options }: IndexSpecification) => ({
    key,
    options: { ...options, hidden: undefined, prepareUnique: undefined },
  });
  return live !== undefined && isDeepStrictEqual(plain(planned), plain(live));
}

/** Whether no index of this name is live. */
export async function isGone(on: CollectionOnServer, { name }: IndexSpecification): Promise<boolean> {
  return !(await liveIndexes(on)).has(name);
}

function notNow(member: string): IndexFailure {
  return {
    code: null,
    codeName: null,
    message: `Nothing is dropped: ${member} is down, and what is built in its place would wait until it is back.`,
    hint: 'Wait until all members of the replica set are up, then try again.',
  };
}

function notAsPlanned({ index: { name } }: IndexStep, isLive: boolean): IndexFailure {
  return refused(
    isLive
      ? `\`${name}\` is another index now than when this was planned.`
      : `\`${name}\` is not there any more.`,
  );
}
