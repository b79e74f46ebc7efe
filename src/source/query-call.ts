import type { QueryApi } from '../model/query.js';
import type { FunctionCode } from '../syntax/code.js';
import { aggregateStep } from './aggregate-chain.js';
import type { Conditions } from './conditions.js';
import type { Schema } from './mongoose/schema.js';
import { step } from './query-chain.js';
import { isOperation } from './query-operations.js';
import type { QueryState, Wrap } from './query-state.js';
import { nativeFunction, type Call, type Native, type Round, type Spot, type Value } from './values.js';

/** Whose query it is; a model may be known by its name alone. */
export interface QueryTarget {
  readonly model: string | null;
  readonly collection: string | null;
  readonly api: QueryApi;
  /** Null: it is no model's, or the model is known by its name alone. */
  readonly schema: Schema | null;
  /** The model is known only as what an object holds by this name. */
  readonly heldAs?: string;
}

type Site = Pick<Call, 'spot' | 'nameSpot' | 'conditions' | 'rounds' | 'callers' | 'functions' | 'origin'>;

/** A call that reads or writes by a filter, with what is chained to it; it grows as the chain is read. */
export class QueryCall implements Native {
  readonly kind = 'native';
  readonly name = 'query';
  readonly isPromise = true;
  /** The whole expression so far. */
  spot: Spot;
  /** Calls that belong to it and stand elsewhere: `if (x) query.sort(…)`, and those that led to it. */
  readonly elsewhere: Spot[];
  /** Those that led to it, innermost first. */
  readonly callers: readonly Spot[];
  nameSpot: Spot;
  readonly conditions: Conditions;
  readonly rounds: readonly Round[];
  readonly functions: readonly FunctionCode[];
  /** The helper's caller, where it gives what is asked by. */
  readonly origin: Spot | null;

  constructor(
    /** Told of each query that comes to be. */
    readonly found: (query: QueryCall) => void,
    readonly target: QueryTarget,
    readonly state: QueryState,
    { spot, nameSpot, conditions, rounds, callers, functions, origin }: Site,
  ) {
    this.spot = spot;
    this.nameSpot = nameSpot;
    this.conditions = conditions;
    this.rounds = rounds;
    this.functions = functions;
    this.origin = origin;
    this.callers = callers;
    this.elsewhere = [...callers];
  }

  get(key: string): Value {
    return nativeFunction(key, (call) => {
      this.#stretch(call.spot);
      const { state } = this;
      const wrap: Wrap = (own, isFound) => {
        const query = new QueryCall(this.found, this.target, own, call);
        if (isFound) this.found(query);
        return query;
      };
      if (key === 'merge' && call.args[0] instanceof QueryCall) {
        this.#mergeQuery(call.args[0].state, call);
        return this;
      }
      if (['then', 'catch', 'finally', 'orFail'].includes(key))
        for (const callback of call.args) call.invoke(callback, []);
      const helper = this.target.schema?.functions.query.get(key);
      if (helper) {
        call.invoke(helper, call.args, this);
        return this;
      }
      const isRenamed =
        state.operation !== 'aggregate' && state.api === 'mongoose' && isOperation('mongoose', key);
      if (isRenamed && key !== 'exists') this.nameSpot = call.nameSpot;
      const given =
        state.operation === 'aggregate'
          ? aggregateStep(state, key, call, wrap)
          : step(state, key, call, wrap);
      return given ?? this;
    });
  }

  #stretch(spot: Spot): void {
    const isLonger =
      spot.file === this.spot.file && spot.at[0] <= this.spot.at[0] && spot.at[1] >= this.spot.at[1];
    if (isLonger) this.spot = spot;
    else this.elsewhere.push(spot);
  }

  #mergeQuery(other: QueryState, call: Call): void {
    this.state.addFilter(other.filter, call);
    if (other.projection) this.state.addSelection(other.projection);
    if (other.sort) this.state.addSort(other.sort, call);
    this.state.limit = other.limit ?? this.state.limit;
    this.state.skip = other.skip ?? this.state.skip;
    this.state.hint = other.hint ?? this.state.hint;
    this.state.collation = other.collation ?? this.state.collation;
  }
}
