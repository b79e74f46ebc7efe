import type { EnsureCollection, SkippedIndex } from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { bytes, counted, specificationText } from './index-words.js';
import { shellValue } from './shell-text.js';

/** From here on a build is no matter of a few seconds, and it reads more than a server's cache readily holds. */
const large = { documents: 1_000_000, sizeBytes: 1_000_000_000 };

/** https://www.mongodb.com/docs/manual/reference/limits/: "A single collection can have no more than 64 indexes." */
const mostIndexes = 64;

/** What to know of a collection before `creating` more indexes are created in it. */
export function collectionWarnings(
  { documents, sizeBytes, ...one }: EnsureCollection,
  creating: number,
  budget: number,
): readonly string[] {
  if (creating === 0) return [];
  const after = indexesAfter(one, creating);
  const isLarge = (documents ?? 0) >= large.documents || (sizeBytes ?? 0) >= large.sizeBytes;
  return [
    ...(isLarge
      ? [`Large: the server reads ${sizeText({ documents, sizeBytes })} for it. Better when it is not busy.`]
      : []),
    ...(after > mostIndexes
      ? [`${after} indexes are more than the ${mostIndexes} a collection can have: the server will refuse.`]
      : after > budget
        ? [
            `${after} indexes are more than the budget of ${budget}: every write keeps all of them up to date.`,
          ]
        : []),
  ];
}

/** How many indexes there will be. A new collection gets one on `_id` beside those that are asked for. */
export function indexesAfter({ exists, live }: Pick<EnsureCollection, 'exists' | 'live'>, creating: number) {
  return (exists || creating === 0 ? live : 1) + creating;
}

/** What to know of an index before it is created. */
export function indexWarnings(
  { exists, documents }: EnsureCollection,
  { options }: IndexSpecification,
): readonly string[] {
  if (options.unique !== true || !exists || documents === 0) return [];
  const over = documents === null ? 'existing documents' : counted(documents, 'document');
  return [`Unique over ${over}: the server refuses it where two of them have the same key.`];
}

/** `20,000 documents, 4.2 MB`; what is not known is said so. */
export function sizeText({
  documents,
  sizeBytes,
}: Pick<EnsureCollection, 'documents' | 'sizeBytes'>): string {
  if (documents === null) return 'size unknown';
  return sizeBytes === null || documents === 0
    ? counted(documents, 'document')
    : `${counted(documents, 'document')}, ${bytes(sizeBytes)}`;
}

/** How what is live differs from the definition, so that the server would refuse it; empty: it does not. */
export function differenceText({ reason, differences, name, options, live }: SkippedIndex): string {
  if (reason !== 'different') return '';
  if (!live) return `Another definition of the same collection contradicts it in ${differences.join(', ')}.`;
  if (differences.includes('key')) {
    return live.name === name
      ? `An index of this name is live with another key: ${specificationText(live)}.`
      : `A collection has one text index at most, and ${live.name} is live: ${specificationText(live)}.`;
  }
  const parts = differences.map((option) => {
    if (option === 'name') return `its name is ${live.name}`;
    return `${option} is ${valueText(live.options[option])}, the code says ${valueText(options[option])}`;
  });
  return `On the server ${parts.join('; ')}.`;
}

function valueText(value: IndexSpecification['options'][string] | undefined): string {
  return value === undefined ? 'not set' : shellValue(value);
}
