import type { ComparedCollection, ComparedIndex, Comparison } from '../model/comparison.js';
import type { DefinedIndex, KeyPattern, LiveIndex } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import type { LiveCollection, LiveDatabase } from '../model/live.js';
import { normalForm, type NormalForm } from './normal-form.js';

/** Who wants an index, the most binding last. `unjudged`: it is live, and a definition may not have been read. */
export const standings = ['extra', 'unjudged', 'defined', 'server'] as const;

/** One index as the rules of advice look at it: live, or only defined. */
export interface AdvisedIndex {
  readonly name: string;
  readonly standing: (typeof standings)[number];
  readonly key: KeyPattern;
  /** As it is on the server; as it is defined where it is missing. */
  readonly form: NormalForm;
  readonly defined: DefinedIndex | null;
  /** As it is defined; null where no definition was read. */
  readonly definedForm: NormalForm | null;
  /** Null: missing. */
  readonly live: LiveIndex | null;
  /** Live with other options than defined: which of the two will stand is not known. */
  readonly isDisputed: boolean;
}

export interface AdvisedCollection {
  readonly collection: string;
  /** The server's own on `_id` first. */
  readonly indexes: readonly AdvisedIndex[];
  /** Null: it does not exist, or its indexes may not be listed. */
  readonly live: LiveCollection | null;
  /** When the server was asked, ISO 8601. */
  readonly readAt: string;
  /** Null: it is not sharded. Undefined: the role does not permit to know. */
  readonly shardKey: KeyPattern | null | undefined;
}

/** The collections of a comparison, each with what the server said of it. */
export function advisedCollections(comparison: Comparison, live: LiveDatabase): AdvisedCollection[] {
  const onServer = new Map(live.collections.map((one) => [one.collection, one]));
  return comparison.collections.map((compared) => {
    const own = onServer.get(compared.collection) ?? null;
    return {
      collection: compared.collection,
      indexes: advisedIndexes(compared),
      live: own,
      readAt: live.readAt,
      shardKey: compared.shardKey,
    };
  });
}

/** Collections of which only the code is known. */
export function definedCollections(
  collections: readonly { readonly collection: string; readonly defined: readonly DefinedIndex[] }[],
): AdvisedCollection[] {
  return collections
    .filter(({ defined }) => defined.length > 0)
    .map(({ collection, defined }) => ({
      collection,
      indexes: defined.map((index) => {
        const form = normalForm(index);
        const { name, key } = index;
        const onCode = {
          standing: 'defined',
          defined: index,
          definedForm: form,
          live: null,
          isDisputed: false,
        } as const;
        return { name, key, form, ...onCode };
      }),
      live: null,
      readAt: '',
      shardKey: null,
    }));
}

function advisedIndexes({ idIndex, indexes, unjudged }: ComparedCollection): AdvisedIndex[] {
  const collation = idIndex?.options.collation;
  return [
    ...(idIndex ? [onServer(idIndex, 'server')] : []),
    ...indexes.map((index) => judged(index, collation)),
    ...unjudged.map((live) => onServer(live, 'unjudged')),
  ];
}

function onServer(live: LiveIndex, standing: AdvisedIndex['standing']): AdvisedIndex {
  const { name, key } = live;
  const undefinedParts = { defined: null, definedForm: null, isDisputed: false };
  return { name, standing, key, form: normalForm(live), live, ...undefinedParts };
}

function judged({ status, ...index }: ComparedIndex, collation: Json | undefined): AdvisedIndex {
  const { name, key, defined, live } = index;
  const standing = defined ? 'defined' : 'extra';
  const definedForm = defined && normalForm(defined, collation);
  if (live)
    return { ...onServer(live, standing), name, defined, definedForm, isDisputed: status === 'different' };
  return {
    name,
    standing,
    key,
    form: normalForm(index, collation),
    defined,
    definedForm,
    live,
    isDisputed: false,
  };
}
