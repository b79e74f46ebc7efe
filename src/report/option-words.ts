import type { Json } from '../model/json.js';
import { duration } from './index-words.js';

/** What the server does because of an option of an index, in a sentence (MongoDB's manual, `createIndexes`). */
const meanings: Readonly<Record<string, string>> = {
  unique: 'No two documents may have the same key.',
  sparse: 'Documents that lack the indexed paths are not in it.',
  hidden: 'It is kept up to date, and the query planner does not use it.',
  prepareUnique: 'New duplicates are refused; those there stay.',
  partialFilterExpression: 'Only documents that match are in it; a query must ask for no others to use it.',
  collation: 'Strings are ordered and compared by it; a query must name the same one to use it for strings.',
  weights: 'How much a find on each path counts in the score.',
  default_language: 'Words are stemmed by the rules of this language.',
  language_override: 'The path in a document that names its own language.',
  wildcardProjection: 'Which paths the wildcard covers.',
  bits: 'Precision of the positions.',
  min: 'Lower bound of the positions.',
  max: 'Upper bound of the positions.',
  storageEngine: 'Settings of the storage engine for this index.',
  textIndexVersion: 'Version of the text index.',
  '2dsphereIndexVersion': 'Version of the 2dsphere index.',
};

/** Empty: not known here. */
export function optionMeaning(name: string, value: Json): string {
  if (name === 'expireAfterSeconds' && typeof value === 'number')
    return `Documents are deleted ${duration(value)} after the date on the indexed path.`;
  return meanings[name] ?? '';
}
