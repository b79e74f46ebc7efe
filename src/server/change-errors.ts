import type { Document } from 'mongodb';
import type { IndexFailure, IndexStep } from '../model/index-change.js';
import type { CollectionOnServer } from './build-progress.js';
import { isConnectionLoss, sentenceOf, serverErrorOf } from './errors.js';

/** Why a step other than a build failed. What is no error of the driver is thrown on: a defect. */
export function changeFailure(
  error: unknown,
  { connection, database, collection }: CollectionOnServer,
  step: IndexStep,
): IndexFailure {
  const server = serverErrorOf(error);
  const code = server?.code ?? null;
  const said = (message: string, hint: string): IndexFailure => ({
    code,
    codeName: server?.codeName ?? null,
    message,
    hint,
  });
  const { name } = step.index;
  if (isConnectionLoss(error)) {
    return said(
      `The connection to ${connection.address} was lost; whether ${doing[step.kind](name)} was done is not known.`,
      'Connect and check again.',
    );
  }
  if (server === null) {
    if (error instanceof Error && /^(Mongo|BSON)/.test(error.name))
      return said(sentenceOf(error.message), 'Try again; if it stays, look into the log.');
    throw error;
  }
  switch (code) {
    case 13:
    case 8000:
      return said(
        `Not permitted for this user: ${doing[step.kind](name)}.`,
        `Ask for the role ${roleFor(step)} on ${database}, or connect as another user.`,
      );
    case 26:
    case 27:
      return said(`${collection} has no index \`${name}\` any more.`, 'Refresh to see what is there.');
    case 50:
    case 262:
      return said(
        `The server did not get to ${doing[step.kind](name)} within the time limit.`,
        'Another operation holds the collection: try again when the server is less busy.',
      );
    case 276:
    case 11601:
      return said(`Stopped while ${doing[step.kind](name)}.`, 'Start it again when you like.');
    case 359:
      return said(
        `Documents with the same key exist in \`${name}\`: ${violationsText(error)}`,
        'Remove or change the duplicates, then convert again.',
      );
    default:
      return said(sentenceOf(server.message), defaultHint(code));
  }
}

/** Not asked of the server at all. */
export function refused(message: string): IndexFailure {
  return { code: null, codeName: null, message, hint: 'Refresh to see what is there, and choose again.' };
}

export const stoppedBefore: IndexFailure = {
  code: null,
  codeName: null,
  message: 'Cancelled.',
  hint: 'Start it again when you like.',
};

/** What stays of a step that could not be taken back; `why`: null where no command does. */
export function leftSentence({ kind, index: { name } }: IndexStep, why: IndexFailure | null): string {
  const because = why ? ` (${why.message.replace(/\.$/, '')})` : '';
  const states: Readonly<Record<IndexStep['kind'], string>> = {
    hide: `\`${name}\` is still hidden`,
    unhide: `\`${name}\` is visible now`,
    drop: `\`${name}\` is dropped and could not be created again`,
    create: `\`${name}\` was created and stays`,
    'set-ttl': `\`${name}\` keeps its new expireAfterSeconds`,
    'make-unique': `\`${name}\` is unique now`,
    'unprepare-unique': `\`${name}\` is not prepared for unique any more`,
  };
  return `${states[kind]}${because}.`;
}

/** What stays where a conversion to unique failed and its preparation could not be taken back, or perhaps not. */
export function stillPrepared({ index: { name } }: IndexStep, isCertain: boolean): string {
  return isCertain
    ? `\`${name}\` is still prepared for unique: new duplicates are refused.`
    : `\`${name}\` may still be prepared for unique: new duplicates are refused then.`;
}

/** Of what a change made for the time being, and could not drop when all else was done. */
export function stillThere({ index: { name } }: IndexStep, why: IndexFailure): IndexFailure {
  const message = `All is done, but \`${name}\` is still there (${why.message.replace(/\.$/, '')}).`;
  return { ...why, message, hint: 'Nothing needs it any more: drop it.' };
}

/** Of a drop that is being taken back, longer than one waits. */
export function comesBackSentence({ index: { name } }: IndexStep): string {
  return `\`${name}\` was dropped, and the server is creating it again by itself: check later.`;
}

const doing: Readonly<Record<IndexStep['kind'], (name: string) => string>> = {
  hide: (name) => `hiding \`${name}\``,
  unhide: (name) => `unhiding \`${name}\``,
  drop: (name) => `dropping \`${name}\``,
  create: (name) => `creating \`${name}\``,
  'set-ttl': (name) => `changing \`${name}\``,
  'make-unique': (name) => `converting \`${name}\` to unique`,
  'unprepare-unique': (name) => `changing \`${name}\``,
};

/** `collMod` is in no role below dbAdmin; dropping comes with readWrite already. */
function roleFor({ kind }: IndexStep): string {
  return kind === 'drop' || kind === 'create'
    ? 'readWrite or dbAdmin'
    : 'dbAdmin (it has the action collMod)';
}

/** `_id` of the documents of the first few keys: the server names them all. */
function violationsText(error: unknown): string {
  const { violations } = ((error as { errorResponse?: Document }).errorResponse ?? error) as {
    violations?: readonly { readonly ids: readonly unknown[] }[];
  };
  if (!violations || violations.length === 0) return 'the server does not say which.';
  const some = violations.slice(0, 3).map(({ ids }) => `_id ${ids.slice(0, 3).map(idText).join(' and ')}${ids.length > 3 ? ' and others' : ''}`); // prettier-ignore
  const rest = violations.length - some.length;
  return `${some.join('; ')}${rest > 0 ? `; and ${rest} more keys` : ''}.`;
}

function idText(id: unknown): string {
  const text = JSON.stringify(id);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function defaultHint(code: number | null): string {
  switch (code) {
    case 72:
    case 40415:
    case 197:
      return 'This server does not change that of a live index: rebuild it instead.';
    case 166:
      return 'A view has no indexes: change those of the collection it reads from.';
    case 73:
      return 'Look at the collection that the index belongs to.';
    case 10107:
    case 13435:
    case 189:
      return 'Connect to the primary, then try again.';
    default:
      return "Look the code up in the server's documentation.";
  }
}
