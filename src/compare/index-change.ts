import {
  deletesDocuments,
  type CreatedFrom,
  type IndexChange,
  type IndexStep,
} from '../model/index-change.js';
import type { IndexSpecification, LiveIndex } from '../model/index-specification.js';
import { duties, specificationOf, ttlOf } from './index-duties.js';
import { rebuildIndex } from './rebuild.js';

// The changes of one live index, each with what it does and costs, and what brings the former state back.

export function hideIndex(collection: string, live: LiveIndex): IndexChange {
  const index = specificationOf(live);
  return {
    ...hiding(collection, index),
    undo: { ...unhiding(collection, index), undo: null },
  };
}

export function unhideIndex(collection: string, live: LiveIndex): IndexChange {
  const index = specificationOf(live);
  return { ...unhiding(collection, index), undo: { ...hiding(collection, index), undo: null } };
}

export function dropIndex(collection: string, live: LiveIndex): IndexChange {
  const index = specificationOf(live);
  return {
    kind: 'drop',
    collection,
    index,
    steps: [{ kind: 'drop', index }],
    does: `Drops \`${index.name}\` of ${collection}.`,
    costs: [
      'Queries that use it scan the collection from then on, or take another index.',
      ...duties(index).map((duty) => `${duty} any more.`),
      'To have it again the server must build it anew.',
      ...(live.hidden ? [] : ['Hiding it first shows what misses it, and is undone at once.']),
    ].join(' '),
    takesAway: true,
    undo: createIndex(collection, index, 'live'),
  };
}

/** `seconds`: whole, from 0 to 2147483647. */
export function setTtl(collection: string, live: LiveIndex, seconds: number): IndexChange {
  const index = specificationOf(live);
  const before = ttlOf(index);
  const step: IndexStep = { kind: 'set-ttl', index, seconds };
  const takesAway = deletesDocuments(step);
  const after = { ...index, options: { ...index.options, expireAfterSeconds: seconds } };
  return {
    kind: 'set-ttl',
    collection,
    index,
    steps: [step],
    does: `Sets expireAfterSeconds of \`${index.name}\` of ${collection} to ${seconds}${before === null ? '' : `; it was ${before}`}.`,
    costs: takesAway ? deletes : 'Nothing is built. Documents that would expire sooner stay longer.',
    takesAway,
    undo:
      before === null
        ? rebuildIndex(collection, [after], index, 'live')
        : setTtlBack(collection, after, before),
  };
}

const deletes =
  'Nothing is built. Within a minute the server begins to delete the documents that are older, for good.';

function setTtlBack(collection: string, index: IndexSpecification, seconds: number): IndexChange {
  const step: IndexStep = { kind: 'set-ttl', index, seconds };
  const takesAway = deletesDocuments(step);
  return {
    kind: 'set-ttl',
    collection,
    index,
    steps: [step],
    does: `Sets expireAfterSeconds of \`${index.name}\` of ${collection} back to ${seconds}.`,
    costs: takesAway ? deletes : 'Nothing is built. Documents that are deleted already do not come back.',
    takesAway,
    undo: null,
  };
}

export function makeUnique(collection: string, live: LiveIndex): IndexChange {
  const index = specificationOf(live);
  const after = { ...index, options: { ...index.options, unique: true } };
  return {
    kind: 'make-unique',
    collection,
    index,
    steps: [{ kind: 'make-unique', index }],
    does: `Makes \`${index.name}\` of ${collection} unique.`,
    costs:
      'Nothing is built: the server refuses new duplicates first, then reads the index once. Where two documents have the same key it stays as it is.',
    takesAway: false,
    undo: rebuildIndex(collection, [after], index, 'live'),
  };
}

/** Takes back the preparation of a conversion to unique that was never finished. */
export function unprepareUnique(collection: string, live: LiveIndex): IndexChange {
  const index = specificationOf(live);
  return {
    kind: 'unprepare-unique',
    collection,
    index,
    steps: [{ kind: 'unprepare-unique', index }],
    does: `Takes back that \`${index.name}\` of ${collection} is prepared for a conversion to unique.`,
    costs: 'Nothing is built. Duplicates are not refused any more.',
    takesAway: true,
    undo: null,
  };
}

/** Creates an index of the code, or one that was `live` again, exactly as it was. */
export function createIndex(collection: string, index: IndexSpecification, origin: CreatedFrom): IndexChange {
  return {
    kind: 'create',
    collection,
    index,
    steps: [{ kind: 'create', index, origin }],
    does: `Creates \`${index.name}\` in ${collection}.`,
    costs: 'The server reads the whole collection; reads and writes go on meanwhile, only slower.',
    takesAway: false,
    undo: null,
  };
}

function hiding(collection: string, index: IndexSpecification): Omit<IndexChange, 'undo'> {
  return {
    kind: 'hide',
    collection,
    index,
    steps: [{ kind: 'hide', index }],
    does: `Hides \`${index.name}\` of ${collection} from the query planner.`,
    costs: [
      'Queries stop using it at once, and its usage is counted anew.',
      'The server still keeps it up to date' +
        (duties(index).length > 0 ? ', and it still does its duty.' : '.'),
    ].join(' '),
    takesAway: false,
  };
}

function unhiding(collection: string, index: IndexSpecification): Omit<IndexChange, 'undo'> {
  return {
    kind: 'unhide',
    collection,
    index,
    steps: [{ kind: 'unhide', index }],
    does: `Lets the query planner use \`${index.name}\` of ${collection} again.`,
    costs: 'Nothing is built: the server kept it up to date.',
    takesAway: false,
  };
}
