import type { QuerySite } from '../model/query.js';
import { isRepeated } from './loops.js';
import type { Frame } from './machine.js';
import { callAt, type Node } from './pass-code.js';
import { areInTurn, doesMore, type AskingCall, type Helper } from './passes.js';
import type { QueryCall } from './query-call.js';
import { undefinedValue, type Round } from './values.js';

/** What loops do with the queries that one run found. */
export class Repetitions {
  /** By file. */
  readonly #asking = new Map<string, AskingCall[]>();
  readonly #apart = new Map<QueryCall, readonly Round[]>();
  /** Of each loop, by what leads to the query: a loop whose items are known has many passes. */
  readonly #inTurn = new Map<object, Map<string, boolean>>();

  constructor(queries: readonly QueryCall[]) {
    for (const query of queries)
      for (const [depth, { file, at }] of [query.spot, ...query.elsewhere].entries())
        this.#askingIn(file).push({ at, isWrite: isWrite(query), helpers: this.#helpers(query, depth) });
  }

  #askingIn(file: string): AskingCall[] {
    let calls = this.#asking.get(file);
    if (!calls) this.#asking.set(file, (calls = []));
    return calls;
  }

  /** The functions that lead to a query, from its own to the one that is called at that depth; what is chained to it is no call of one. */
  #helpers({ spot, callers, functions }: QueryCall, depth: number): readonly Helper[] {
    if (depth > callers.length) return [];
    const calls = [spot, ...callers];
    return functions.slice(0, depth).flatMap((code, level) => {
      const call = calls[level];
      return call ? { code, at: call.at, asking: this.#askingIn(call.file) } : [];
    });
  }

  /** Whether a call is sent in loops, and has to be sent pass by pass there, by all its readings. */
  of(readings: readonly QueryCall[]): Pick<QuerySite, 'inLoop' | 'inTurn'> {
    const inLoop = isRepeated(readings);
    const isApart = inLoop && isRepeated(readings.map((query) => ({ rounds: this.#roundsApart(query) })));
    return { inLoop, ...(inLoop && !isApart ? { inTurn: true } : {}) };
  }

  /** The loops around a call whose passes need not go in turn; outside of one whose passes do, none is. */
  #roundsApart(query: QueryCall): readonly Round[] {
    let rounds = this.#apart.get(query);
    if (!rounds) {
      const inTurn = query.rounds.findLastIndex((round) => this.#isInTurn(round, query));
      this.#apart.set(query, (rounds = query.rounds.slice(inTurn + 1)));
    }
    return rounds;
  }

  #isInTurn(round: Round, query: QueryCall): boolean {
    const ways = this.#inTurn.get(round.loop) ?? new Map<string, boolean>();
    this.#inTurn.set(round.loop, ways);
    const way = [query.spot, ...query.elsewhere].map(({ file, at }) => `${file}:${at.join()}`).join(' ');
    let isInTurn = ways.get(way);
    if (isInTurn === undefined) ways.set(way, (isInTurn = this.#decide(round, query)));
    return isInTurn;
  }

  #decide({ loop, frame }: Round, query: QueryCall): boolean {
    const calls = [query.spot, ...query.elsewhere];
    const depth = calls.findIndex(({ at }) => callAt(loop as Node, at));
    const { file, at } = calls[depth] ?? query.spot;
    const code = callAt(loop as Node, at);
    if (!code) return false;
    const helpers = this.#helpers(query, depth);
    // Down a tree: each pass needs what the one above found.
    if (helpers.some((helper) => helper.code === (frame as Frame).code)) return true;
    const { operation, sort } = query.state;
    const isSorted = sort !== null && sort !== undefinedValue;
    const isOfAll = isSorted || /^(?:count|distinct|aggregate)/u.test(operation);
    const call = { code, isOwn: depth === 0, isWrite: isWrite(query), isOfAll };
    return helpers.some(doesMore) || areInTurn(loop as Node, call, this.#askingIn(file));
  }
}

function isWrite({ state: { operation } }: QueryCall): boolean {
  return /^(?:update|replace|delete|remove)|And(?!Count)/u.test(operation);
}
