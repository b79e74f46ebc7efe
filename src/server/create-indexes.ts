import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Document } from 'mongodb';
import type { CreatedIndex, FailedIndex } from '../model/ensure.js';
import type { IndexBuild, IndexSpecification } from '../model/index-specification.js';
import { abortCommand, dropUnfinished } from './abort-build.js';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';
import { loadDriver } from './driver.js';
import { isConnectionLoss, serverErrorOf } from './errors.js';
import { progressOf } from './build-progress.js';
import { indexErrorHint, indexErrorMessage } from './index-error-hints.js';
import { offenderOf } from './index-offender.js';
import { findOut } from './lost-build.js';

export interface CreateRequest {
  readonly connection: Connection;
  readonly database: string;
  readonly collection: string;
  /** Stops; what the server builds goes on there. */
  readonly signal: AbortSignal | undefined;
  /** Stops, and the server stops what it builds. */
  readonly abort: AbortSignal | undefined;
  readonly onBuild: (names: readonly string[], build: IndexBuild | null) => void;
}

export interface CreateOutcome {
  readonly created: readonly CreatedIndex[];
  readonly failed: readonly FailedIndex[];
  /** Indexes that turned out to exist already: someone else was faster. */
  readonly existing: number;
  readonly isConnectionLost: boolean;
  /** Names of failed ones that the server goes on building. */
  readonly left: readonly string[];
  /** Names of failed ones of which nothing is begun, or nothing is left, because it was stopped. */
  readonly notBegun: readonly string[];
}

/** Errors that have nothing to do with one specification: the other indexes would meet them too. */
const aboutNoSpecification = new Set([
  13, 24, 10107, 46, 50, 73, 79, 112, 117, 166, 263, 276, 278, 8000, 11601, 12586, 14031,
]);

/** NotWritablePrimary: refused before anything was done, by a member that one is connected to directly. */
const notPrimary = 10107;

/** How a command ends whose build was aborted: IndexBuildAborted, Interrupted. */
const stopped = new Set([276, 11601]);

const pollMs = 500;

/**
 * Creates indexes of one collection with one `createIndexes` command, because one command makes one scan. The server
 * takes all indexes of a command or none: when it refuses, the one at fault is reported and the others are tried
 * again together, or one by one where the server does not say which one it was.
 */
export async function createIndexes(
  request: CreateRequest,
  specifications: readonly IndexSpecification[],
): Promise<CreateOutcome> {
  const driver = await loadDriver();
  const created: CreatedIndex[] = [];
  const failed: FailedIndex[] = [];
  const left: string[] = [];
  const notBegun: string[] = [];
  let existing = 0;
  let isConnectionLost = false;
  const queue: (readonly IndexSpecification[])[] = [specifications];
  for (let batch = queue.shift(); batch; batch = queue.shift()) {
    const { collection } = request;
    const fail = (indexes: readonly IndexSpecification[], reason: Reason) => {
      failed.push(...indexes.map(({ name, key }) => ({ collection, name, key, ...reason })));
      const names = indexes.map(({ name }) => name);
      if (reason === leftToTheServer || reason === unstoppable) left.push(...names);
      if (reason === notStarted || reason === aborted) notBegun.push(...names);
    };
    const create = (indexes: readonly IndexSpecification[], ms: number) => {
      created.push(...indexes.map(({ name, key }) => ({ collection, name, key, ms })));
    };
    if (isStopped(request)) {
      fail(batch, notStarted);
      continue;
    }
    const result = await runCommand(request, batch, driver);
    if (result.kind === 'done') {
      if (result.isNothingNew) existing += batch.length;
      else create(batch, result.ms);
    } else if (result.kind === 'left') {
      fail(batch, leftToTheServer);
    } else if (result.kind === 'unstoppable') {
      fail(batch, unstoppable);
    } else if (isConnectionLoss(result.error) && serverErrorOf(result.error)?.code !== notPrimary) {
      const start = performance.now();
      const found = await findOut(
        request,
        batch.map(({ name }) => name),
      );
      if (found === 'left') fail(batch, leftToTheServer);
      else if (found === 'unreachable') {
        isConnectionLost = true;
        fail([batch, ...queue.splice(0)].flat(), connectionLost(request.connection.address));
      } else {
        const isLive = ({ name }: IndexSpecification) => found.live.has(name);
        create(batch.filter(isLive), Math.round(result.ms + performance.now() - start));
        const absent = batch.filter((each) => !isLive(each));
        fail(absent, request.abort?.aborted ? aborted : cutOff(request.connection.address));
      }
    } else if (request.abort?.aborted && stopped.has(serverErrorOf(result.error)?.code ?? 0)) {
      fail(batch, aborted);
    } else {
      const code = serverErrorOf(result.error)?.code ?? null;
      const isShared = batch.length === 1 || (code !== null && aboutNoSpecification.has(code));
      const offender = isShared ? undefined : offenderOf(result.error, batch);
      if (isShared) fail(batch, reasonOf(result.error, request.collection, driver));
      else if (offender) {
        fail([offender], reasonOf(result.error, request.collection, driver));
        queue.unshift(batch.filter((each) => each !== offender));
      } else queue.unshift(...batch.map((each) => [each]));
    }
  }
  return { created, failed, existing, isConnectionLost, left, notBegun };
}

type CommandResult =
  | { readonly kind: 'done'; readonly ms: number; readonly isNothingNew: boolean }
  | { readonly kind: 'left' }
  | { readonly kind: 'unstoppable' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly ms: number };

function isStopped({ signal, abort }: CreateRequest): boolean {
  return signal?.aborted === true || abort?.aborted === true;
}

/**
 * Never rejects. When the signal aborts, the command is left alone: the server finishes what it builds. When `abort`
 * does, the server is told to stop, and the command's own answer says what came of it.
 */
async function runCommand(
  request: CreateRequest,
  batch: readonly IndexSpecification[],
  driver: Driver,
): Promise<CommandResult> {
  const { connection, database, collection, signal, abort } = request;
  const comment = `index-lens ${randomUUID()}`;
  const start = performance.now();
  const elapsed = () => Math.round(performance.now() - start);
  const settled = new AbortController();
  const run = async (): Promise<CommandResult> => {
    try {
      const indexes = batch.map((each) => commandSpecification(each, driver));
      // No time limit: a build takes as long as it takes, and a limit would abort it.
      const answer = await connection.client
        .db(database)
        .command({ createIndexes: collection, indexes, comment });
      const isNothingNew = answer.note === 'all indexes already exist';
      return { kind: 'done', ms: elapsed(), isNothingNew };
    } catch (error) {
      return { kind: 'failed', error, ms: elapsed() };
    }
  };
  const stop = new Promise<CommandResult>((resolve) => {
    const once = { once: true, signal: settled.signal } as const;
    const leave = () => {
      resolve({ kind: 'left' });
    };
    const end = () => {
      stopBuild(request, batch, comment).catch(() => {
        resolve({ kind: 'unstoppable' });
      });
    };
    signal?.addEventListener('abort', leave, once);
    abort?.addEventListener('abort', end, once);
  });
  void watchBuild(request, batch, settled.signal);
  try {
    return await Promise.race([run(), stop]);
  } finally {
    settled.abort();
  }
}

/** The command itself is stopped where that can be; else the indexes are dropped that it is building. */
async function stopBuild(
  request: CreateRequest,
  batch: readonly IndexSpecification[],
  comment: string,
): Promise<void> {
  if (await abortCommand(request.connection, comment)) return;
  await dropUnfinished(
    request,
    batch.map(({ name }) => name),
  );
}

/** Tells how far the build is, as much as the role permits to see; never rejects. */
async function watchBuild(
  request: CreateRequest,
  batch: readonly IndexSpecification[],
  settled: AbortSignal,
): Promise<void> {
  const names = batch.map(({ name }) => name);
  request.onBuild(names, null);
  try {
    for (;;) {
      await delay(pollMs, undefined, { signal: settled });
      const own = await progressOf(request, names, settled);
      if (own && !settled.aborted) request.onBuild(names, own);
    }
  } catch {
    // Progress is a courtesy: the command itself tells what happened.
  }
}

/** As `createIndexes` takes it. A Map keeps the order of paths such as `0`, which an object would move to the front. */
function commandSpecification({ key, options, name }: IndexSpecification, { BSON }: Driver): Document {
  return { ...(BSON.EJSON.deserialize(options, { relaxed: true }) as Document), key: new Map(key), name };
}

type Reason = Pick<FailedIndex, 'code' | 'codeName' | 'message' | 'hint'>;

const notStarted: Reason = {
  code: null,
  codeName: null,
  message: 'Cancelled before the server was asked.',
  hint: 'Ensure again when you like.',
};

const leftToTheServer: Reason = {
  code: null,
  codeName: null,
  message: 'Cancelled while the server was building it: the build goes on on the server.',
  hint: 'Check again later; to stop the build, drop the index.',
};

const aborted: Reason = {
  code: null,
  codeName: null,
  message: 'Aborted while the server was building it: nothing of it is left.',
  hint: 'Ensure again when you like.',
};

const unstoppable: Reason = {
  code: null,
  codeName: null,
  message: 'The build could not be aborted: it goes on on the server.',
  hint: 'Check again later; to stop the build, drop the index.',
};

function cutOff(address: string): Reason {
  return {
    code: null,
    codeName: null,
    message: `The connection to ${address} was lost, and the index is neither there now nor being built.`,
    hint: "Ensure again; if it is lost again, look into the server's log.",
  };
}

function connectionLost(address: string): Reason {
  return {
    code: null,
    codeName: null,
    message: `The connection to ${address} was lost: a build that had begun goes on on the server.`,
    hint: 'Connect and check again; ensure again if the index is missing then.',
  };
}

function reasonOf(error: unknown, collection: string, driver: Driver): Reason {
  const server = serverErrorOf(error);
  const facts = {
    code: server?.code ?? null,
    message: server?.message ?? (error instanceof Error ? error.message : String(error)),
    duplicate: duplicateText(error, driver),
  };
  return {
    code: facts.code,
    codeName: server?.codeName ?? null,
    message: indexErrorMessage(facts, collection),
    hint: indexErrorHint(facts, collection),
  };
}

/** Of an index with a collation the server tells sort keys in place of values (`DuplicateKeyErrorInfo`, 7.0): no use. */
function duplicateText(error: unknown, { BSON }: Driver): string | null {
  const { keyValue, collation } = error as { keyValue?: Document; collation?: Document };
  if (keyValue === undefined) return null;
  return collation === undefined
    ? valuesText(BSON.EJSON.serialize(keyValue, { relaxed: true }))
    : `equal by the collation of the index (${String(collation.locale)}) in ${Object.keys(keyValue).join(', ')}.`;
}

function valuesText(values: Document): string {
  const text = Object.entries(values)
    .map(([path, value]) => `${path}: ${JSON.stringify(value)}`)
    .join(', ');
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
