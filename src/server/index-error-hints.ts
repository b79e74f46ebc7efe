import { sentenceOf } from './errors.js';

/** What a server says when an index could not be made. */
export interface IndexError {
  readonly code: number | null;
  readonly message: string;
  /** With code 11000: the first value found twice, as text; of an index with a collation its paths. */
  readonly duplicate: string | null;
}

/** One sentence on what went wrong. The server's own words, but for those that are no help or far too long. */
export function indexErrorMessage({ code, message, duplicate }: IndexError, collection: string): string {
  switch (code) {
    case 11000:
      return `Documents with the same key exist already: ${duplicate ?? sentenceOf(message)}`;
    case 13:
      return `This user may not create indexes on ${collection}.`;
    case 86:
      return 'An index of this name exists with another key or other options.';
    case 85: {
      const other = /different name: (.+)$/.exec(message)?.[1];
      if (other !== undefined) return `The same index exists under the name ${other}.`;
      return message.includes('_fts')
        ? 'The collection has another text index, and it can have only one.'
        : 'The same index exists with other options.';
    }
    default:
      return sentenceOf(message);
  }
}

/**
 * What to do next, by the server's code (MongoDB's `error_codes.yml`; five-digit codes stand in the source of the
 * check itself). Codes and messages were taken from real replies of MongoDB 7.0.
 */
export function indexErrorHint({ code, message }: IndexError, collection: string): string {
  switch (code) {
    case 11000:
      return 'Remove or change the duplicates, or leave out unique, then ensure again.';
    case 85:
    case 86:
      return 'Change the definition to match it, or drop the live index first; an ensure never changes an index.';
    case 67:
      return cannotCreateHint(message);
    case 197:
      return 'Remove the option from the definition: this server does not know it, or not for this kind of index.';
    case 2:
    case 9:
    case 14:
      return 'Correct the value in the definition.';
    case 171:
      return 'One index cannot cover two arrays of the same document: index one of them, or split the index.';
    case 16755:
    case 16804:
    case 13654:
      return 'Correct the documents whose value is no valid GeoJSON or coordinate pair, then ensure again.';
    case 16766:
      return 'A hashed index takes no arrays: use an ascending index on this path.';
    case 16764:
      return 'A hashed index cannot be unique: add a unique ascending index beside it.';
    case 31303:
      return 'Keep one hashed path in the index.';
    case 13103:
      return 'An index has at most 32 paths: leave some out.';
    case 72:
      return 'Remove the option that this kind of collection does not take: a time series has no unique, sparse or text indexes.';
    case 166:
      return `${collection} is a view: define the index on the collection it reads from.`;
    case 96:
      return 'Remove one of the two identical definitions.';
    case 13:
      return 'Ask for the role readWrite or dbAdmin on the database, or connect as another user.';
    case 276:
      return 'The build was aborted, most likely because the index or its collection was dropped: ensure again.';
    case 11601:
      return 'Someone stopped the build on the server (killOp): ensure again when it suits.';
    case 50:
      return 'A time limit of the server stopped the build: ensure again when it is less busy.';
    case 73:
      return 'Correct the name of the collection or of the database.';
    case 278:
    case 79:
      return 'Too few members of the replica set can take part: wait until all are up, then ensure again.';
    case 39:
    case 14031:
      return 'Free disk space on the server, then ensure again.';
    case 112:
    case 117:
    case 12586:
    case 12587:
    case 24:
    case 46:
      return 'Another operation on the collection was in the way: ensure again in a moment.';
    case 91:
    case 189:
    case 10107:
    case 11600:
    case 11602:
    case 13435:
      return 'The server shut down or stepped down; a build that had begun may go on. Check again in a moment.';
    default:
      return "Correct the definition, or look the code up in the server's documentation.";
  }
}

function cannotCreateHint(message: string): string {
  if (message.includes('too many indexes'))
    return 'A collection has at most 64 indexes: drop one that is not used.';
  if (/single-field|TTL/.test(message))
    return 'Give expireAfterSeconds (0 to 2147483647) to an index on one path only.';
  if (/partial/i.test(message)) {
    return 'A partial filter takes equality, $exists: true, $gt, $gte, $lt, $lte, $type, $and, $or and $in, and no sparse beside it.';
  }
  if (message.includes('plugin')) return 'Use 1, -1, "text", "2dsphere", "2d" or "hashed" for each path.';
  if (message.includes('collation')) return 'Remove the collation: this kind of index compares without one.';
  return 'Correct the definition: the server does not take this combination.';
}
