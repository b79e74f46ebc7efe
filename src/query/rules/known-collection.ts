import type { Model } from '../../model/catalog.js';
import type { JudgedIndex } from '../../model/judgement.js';
import type { LiveCollection } from '../../model/live.js';
import { distinctByName, judgedDefined, judgedLive, pathsIn } from '../judging/judged-index.js';
import type { AskedCollection } from './site-rule.js';

/** What a collection is known by: as long as these are the same, so is what is known. */
export interface CollectionParts {
  readonly models: readonly Model[];
  /** Null: no server was asked, or it does not have the collection. */
  readonly live: LiveCollection | null;
  /** Some model's collection is not known: it may be this one's. */
  readonly isOpen: boolean;
  /** Nothing but tests defines it or asks for it. */
  readonly isOfTests: boolean;
}

export interface KnownCollection {
  readonly parts: CollectionParts;
  readonly of: AskedCollection;
}

export function knownCollection(collection: string, parts: CollectionParts): KnownCollection {
  const { models, live, isOpen, isOfTests } = parts;
  const defined = models.flatMap(({ indexes }) => indexes);
  const of: AskedCollection = {
    collection,
    indexes: live
      ? live.indexes.map(judgedLive)
      : [...distinctByName(defined).map(judgedDefined), ...ownOfGridFs(collection)],
    defined,
    isLive: live !== null,
    isOfTests,
    isBuiltElsewhere:
      live === null &&
      models.every(({ model, autoIndex, indexes }) =>
        model === null ? indexes.length === 0 : autoIndex === false,
      ),
    hasModel: models.some(({ model }) => model !== null),
    complete: live !== null || (models.every(({ complete }) => complete) && !isOpen),
    facts: { paths: pathsIn(models), documents: live?.documents ?? null },
  };
  return { parts, of };
}

export function hasSameParts(one: CollectionParts, other: CollectionParts): boolean {
  return (
    one.live === other.live &&
    one.isOpen === other.isOpen &&
    one.isOfTests === other.isOfTests &&
    one.models.length === other.models.length &&
    one.models.every((model, at) => model === other.models[at])
  );
}

/** GridFS creates its own indexes with its first file (https://www.mongodb.com/docs/manual/core/gridfs/#gridfs-indexes). */
const gridFs: Readonly<Record<string, JudgedIndex['key']>> = {
  chunks: [
    ['files_id', 1],
    ['n', 1],
  ],
  files: [
    ['filename', 1],
    ['uploadDate', 1],
  ],
};

function ownOfGridFs(collection: string): readonly JudgedIndex[] {
  const [, part = ''] = /[.](chunks|files)$/u.exec(collection) ?? [];
  const key = gridFs[part];
  return key ? [{ key, options: {}, name: key.flat().join('_'), isHidden: false }] : [];
}
