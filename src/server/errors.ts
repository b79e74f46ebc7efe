import { UserError } from '../model/user-error.js';
import type { Connection } from './connection.js';

/** What is known of an error of the driver without loading the driver: its class names survive bundling. */
export interface DriverError {
  readonly name: string;
  readonly message: string;
  /** The server's code, as in MongoDB's `error_codes.yml`; null where the error is not the server's. */
  readonly code: number | null;
  readonly codeName: string | null;
  /** A code of Node's or OpenSSL's, such as `ECONNREFUSED`. */
  readonly system: string | null;
}

/** An error and its causes, outermost first, as plain facts. */
export function causesOf(error: unknown): readonly DriverError[] {
  const chain: DriverError[] = [];
  for (let link = error; link instanceof Error && chain.length < 10; link = link.cause) {
    const { code, codeName } = link as { code?: unknown; codeName?: unknown };
    chain.push({
      name: link.name,
      message: link.message,
      code: typeof code === 'number' ? code : null,
      codeName: typeof codeName === 'string' ? codeName : null,
      system: typeof code === 'string' ? code : null,
    });
  }
  return chain;
}

/** The error that the server itself sent, or null. */
export function serverErrorOf(error: unknown): (DriverError & { readonly code: number }) | null {
  const found = causesOf(error).find(({ code, name }) => code !== null && name.startsWith('Mongo'));
  return found && found.code !== null ? { ...found, code: found.code } : null;
}

/** Of servers that speak MongoDB's protocol and lack a command or a stage. */
const unsupported = new Set([59, 115, 238, 303, 304, 40324]);

/** Why the server keeps a fact to itself; null where the error means anything else. */
export function whyUnknown(error: unknown): 'denied' | 'unsupported' | null {
  const code = serverErrorOf(error)?.code;
  if (code === 13) return 'denied';
  return code !== undefined && unsupported.has(code) ? 'unsupported' : null;
}

/** Codes with which a server says that it goes down or is no longer the primary (`error_codes.yml`). */
const steppedDown = new Set([91, 189, 10058, 10107, 11600, 11602, 13435, 13436]);
const closedHere =
  /^Mongo(ClientClosed|NotConnected|TopologyClosed|PoolClosed|ServerClosed|ExpiredSession)Error$/;
const lostOnTheWay = /^Mongo(Network|NetworkTimeout|ServerSelection|PoolCleared|PoolClearedOnNetwork)Error$/;

/** Whether an error means that the connection is gone, here or on the way. */
export function isConnectionLoss(error: unknown): boolean {
  return causesOf(error).some(
    ({ name, code }) =>
      closedHere.test(name) || lostOnTheWay.test(name) || (code !== null && steppedDown.has(code)),
  );
}

/** Whether an error means that we closed the connection ourselves: it does not come back. */
export function isClosedHere(error: unknown): boolean {
  return closedHere.test(causesOf(error)[0]?.name ?? '');
}

/** One line of what a server said, without the chain of places it came through or its request's text. */
export function sentenceOf(message: string): string {
  const last = message.split(' :: caused by :: ').at(-1) ?? message;
  const short = last
    .replace(/\s+/g, ' ')
    .replace(/ to execute command \{.*$/, ' to do this')
    .trim();
  const cut = short.length > 300 ? `${short.slice(0, 299)}…` : short;
  return /[.!?…]$/.test(cut) ? cut : `${cut}.`;
}

interface Doing {
  /** For messages: "reading the indexes of shop". */
  readonly what: string;
  /** The role or privilege that would permit it: "read on shop". */
  readonly needs: string;
}

/**
 * Does something with a connection; whatever fails comes out as a `UserError`: `cancelled`, `connection-lost`,
 * `timeout`, `not-permitted` or `server`. What is no error of the driver or the server passes through: a defect.
 */
export async function withUserErrors<T>(
  connection: Connection,
  doing: Doing,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw cancelled(doing.what);
  try {
    return await work();
  } catch (error) {
    throw signal?.aborted ? cancelled(doing.what) : userErrorOf(error, connection.address, doing);
  }
}

function cancelled(what: string): UserError {
  return new UserError(
    'cancelled',
    `Cancelled while ${what}.`,
    'Nothing was changed; start it again when you like.',
  );
}

function userErrorOf(error: unknown, address: string, { what, needs }: Doing): unknown {
  if (error instanceof UserError) return error;
  const options = { cause: error };
  const outer = causesOf(error)[0];
  if (isConnectionLoss(error)) {
    return isClosedHere(error)
      ? new UserError('connection-lost', `The connection to ${address} is closed.`, 'Connect again.', options)
      : new UserError(
          'connection-lost',
          `The connection to ${address} was lost while ${what}.`,
          'Check that the server is running and reachable, then try again.',
          options,
        );
  }
  const server = serverErrorOf(error);
  if (server === null) {
    return outer?.name.startsWith('Mongo') || outer?.name.startsWith('BSON')
      ? new UserError(
          'server',
          `Failed while ${what}: ${sentenceOf(outer.message)}`,
          'Try again; if it stays, look into the log.',
          options,
        )
      : error;
  }
  if (server.code === 50 || server.code === 262) {
    return timeLimitReached(what, options);
  }
  if (server.code === 13 || server.code === 8000) {
    return new UserError(
      'not-permitted',
      `Not permitted for this user at ${address}: ${what}.`,
      `Ask for the role ${needs}, or connect as another user.`,
      options,
    );
  }
  return new UserError(
    'server',
    `The server refused ${what}: ${sentenceOf(server.message)}`,
    `Correct what was asked, or look up ${server.codeName ?? 'the error'} (${server.code}) in MongoDB's documentation.`,
    options,
  );
}

/** The error of a time limit that the server kept. */
function timeLimitReached(what: string, options?: ErrorOptions): UserError {
  return new UserError(
    'timeout',
    `The server stopped ${what}: the time limit was reached.`,
    'Try again when the server is less busy, or with a longer limit.',
    options,
  );
}
