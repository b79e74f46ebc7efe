import type { QuerySite } from '../model/query.js';
import { isRepeated } from './loops.js';
import type { Frame } from './machine.js';
import { callAt, type Node } from './pass-code.js';
import { areInTurn, doesMore, type AskingCall } from './passes.js';
import type { QueryCall } from './query-call.js';
import { undefinedValue, type Round } from './values.js';

/** The calls that ask the database, by file: those of queries, and of the functions that lead to them. */
export type AskingCalls = ReadonlyMap<string, readonly AskingCall[]>;

export function askingCalls(queries: readonly QueryCall[]): AskingCalls {
  const calls = new Map<string, AskingCall[]>();
  for (const query of queries)
    for (const { file, at } of [query.spot, ...query.elsewhere]) {
      const call = { at, isWrite: isWrite(query) };
      const others = calls.get(file);
      if (others) others.push(call);
      else calls.set(file, [call]);
    }
  return calls;
}

/** Whether a call is sent in loops, and has to be sent pass by pass there, by all readings of the call. */
export function repetition(
  readings: readonly QueryCall[],
  asking: AskingCalls,
): Pick<QuerySite, 'inLoop' | 'inTurn'> {
  const inLoop = isRepeated(readings);
  const isApart = inLoop && isRepeated(readings.map((query) => ({ rounds: apart(query, asking) })));
  return { inLoop, ...(inLoop && !isApart ? { inTurn: true } : {}) };
}

const known = new WeakMap<QueryCall, readonly Round[]>();

/** The loops around a call whose passes need not go in turn; outside of one whose passes do, none is. */
function apart(query: QueryCall, asking: AskingCalls): readonly Round[] {
  let rounds = known.get(query);
  if (!rounds) {
    const inTurn = query.rounds.findLastIndex((round) => isInTurn(round, query, asking));
    known.set(query, (rounds = query.rounds.slice(inTurn + 1)));
  }
  return rounds;
}

function isInTurn({ loop, frame }: Round, query: QueryCall, asking: AskingCalls): boolean {
  const { functions } = query;
  const calls = [query.spot, ...query.elsewhere];
  const depth = calls.findIndex(({ at }) => callAt(loop as Node, at));
  const { file, at } = calls[depth] ?? query.spot;
  const code = callAt(loop as Node, at);
  if (!code) return false;
  const helpers = functions.slice(0, depth);
  // Down a tree: each pass needs what the one above found.
  if (helpers.some((helper) => helper === (frame as Frame).code)) return true;
  const isWorking = helpers.some((helper, level) => {
    const call = calls[level];
    return call && doesMore(helper, call.at, asking.get(call.file) ?? []);
  });
  const { operation, sort } = query.state;
  const isSorted = sort !== null && sort !== undefinedValue;
  const isOfAll = isSorted || /^(?:count|distinct|aggregate)/u.test(operation);
  const call = { code, isOwn: depth === 0, isWrite: isWrite(query), isOfAll };
  return isWorking || areInTurn(loop as Node, call, asking.get(file) ?? []);
}

function isWrite({ state: { operation } }: QueryCall): boolean {
  return /^(?:update|replace|delete|remove)|And(?!Count)/u.test(operation);
}
