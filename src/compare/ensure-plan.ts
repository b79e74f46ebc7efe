import { liveOf, type ComparedCollection, type Comparison } from '../model/comparison.js';
import type { EnsureCollection, EnsurePlan, ExistingIndex, SkippedIndex } from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { UserError } from '../model/user-error.js';
import { candidate, statusOf, type Candidate } from './status-of.js';

/**
 * What an ensure would do: create what is missing, leave the rest alone. `only`: names of models or collections.
 * Throws UserError `usage` for a name that the code does not define.
 */
export function planEnsure(comparison: Comparison, only: readonly string[] = []): EnsurePlan {
  const defined = comparison.collections.filter(
    ({ indexes, unlisted }) => unlisted.length > 0 || indexes.some((index) => index.defined),
  );
  const known = new Set(defined.flatMap(({ collection, models }) => [...models, collection]));
  const unknown = only.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UserError(
      'usage',
      `No model or collection "${unknown}" with defined indexes was found.`,
      known.size > 0 ? `Name one of: ${[...known].join(', ')}.` : 'Check the folder that is being read.',
    );
  }
  const chosen = defined.filter(
    ({ collection, models }) =>
      only.length === 0 || only.some((name) => name === collection || models.includes(name)),
  );
  return { database: comparison.database, collections: chosen.map(planCollection) };
}

/** The plan that creates one index, whoever asks for it, unless one of its name is there. */
export function planIndex(
  { database, collections }: Comparison,
  collection: string,
  index: IndexSpecification,
): EnsurePlan {
  const found = collections.find((one) => one.collection === collection);
  const live = found ? liveOf(found) : [];
  const isThere = live.some(({ name }) => name === index.name);
  const { models = [], exists = false, documents = null, sizeBytes = null } = found ?? {};
  const plan = { collection, models, exists, documents, sizeBytes, live: live.length, skipped: [] };
  const what = isThere ? { create: [], existing: [index] } : { create: [index], existing: [] };
  return { database, collections: [{ ...plan, ...what }] };
}

/** The plan without some of what it would create: its own objects. */
export function withoutIndexes(plan: EnsurePlan, left: ReadonlySet<IndexSpecification>): EnsurePlan {
  const collections = plan.collections.map((one) => ({
    ...one,
    create: one.create.filter((index) => !left.has(index)),
  }));
  return { ...plan, collections };
}

function planCollection(compared: ComparedCollection): EnsureCollection {
  const { collection, models, exists, documents, sizeBytes } = compared;
  const create: IndexSpecification[] = [];
  const existing: ExistingIndex[] = [];
  const skipped = compared.unlisted.map((index): SkippedIndex => {
    return { ...plain(index), collection, reason: 'not-permitted', differences: [], live: null };
  });
  const planned: Candidate[] = [];

  for (const { key, options, name, status, differences, defined, live } of compared.indexes) {
    if (!defined) continue;
    const specification = { collection, key, options, name };
    if (status === 'applied') existing.push({ key, options, name });
    else if (status === 'hidden') existing.push({ key, options, name, isHidden: true });
    else if (status === 'different' || status === 'building') {
      skipped.push({ ...specification, reason: status, differences, live: live && plain(live) });
    } else if (defined.stale) {
      skipped.push({ ...specification, reason: 'stale', differences: [], live: null });
    } else {
      // Two definitions may contradict each other: the server would refuse both, so the first one stands.
      const { status: beside, differences } = statusOf(defined, planned);
      if (beside === 'different') {
        skipped.push({ ...specification, reason: 'different', differences, live: null });
      } else if (beside === 'missing') {
        create.push({ key, options, name });
        planned.push(candidate(asLive(defined)));
      }
    }
  }
  const live = liveOf(compared).length;
  return { collection, models, exists, documents, sizeBytes, live, create, existing, skipped };
}

function plain({ key, options, name }: IndexSpecification): IndexSpecification {
  return { key, options, name };
}

function asLive({ key, options, name }: IndexSpecification) {
  return {
    key,
    options,
    name,
    sizeBytes: null,
    usage: null,
    building: null,
    hidden: options.hidden === true,
    isPreparedUnique: false,
  };
}
