import type { QueryApi } from '../model/query.js';
import { holds, type Conditions } from './conditions.js';
import { isInclusive, selectedToo, selection } from './query-forms.js';
import { copyOf, isExtended, mergeInto, write, type Writing } from './query-writing.js';
import { nowhere } from './units.js';
import {
  ArrayValue,
  isNullish,
  ObjectValue,
  primitive,
  unknown,
  type Call,
  type Native,
  type Spot,
  type Unknown,
  type Value,
} from './values.js';

/** What a query asks as far as it was read; it grows with what is chained to it. */
export class QueryState {
  filter: Value;
  /** The path that `where` named. */
  path: Value | null = null;
  /** What `within`, `near` or `intersects` said before: `$geoWithin`. */
  comparison: string | null = null;
  sort: Value | null = null;
  projection: Value | null = null;
  limit: Value | null = null;
  skip: Value | null = null;
  hint: Value | null = null;
  collation: Value | null = null;
  /** Of an aggregation. */
  pipeline: Value | null = null;
  distinctKey: Value | null = null;
  isLean = false;
  isSpherical = false;
  /** Parts whose very presence is not known. */
  readonly gaps: Unknown[] = [];
  readonly #populated: string[] = [];

  constructor(
    readonly api: QueryApi,
    public operation: string,
    spot: Spot,
    /** What holds where the query is made: what is written under other conditions may be left out. */
    readonly certain: Conditions,
  ) {
    this.filter = new ObjectValue(spot);
  }

  copy(): QueryState {
    const own = new QueryState(this.api, this.operation, nowhere, this.certain);
    const { gaps, ...rest } = this;
    Object.assign(own, rest);
    own.gaps.push(...gaps);
    own.#populated.push(...this.#populated);
    if (this.filter instanceof ObjectValue) own.filter = copyOf(this.filter);
    if (this.pipeline instanceof ArrayValue)
      own.pipeline = new ArrayValue([...this.pipeline.items], this.pipeline.spot, this.pipeline.conditions);
    return own;
  }

  addFilter(value: Value, at: Writing): void {
    if (isNullish(value)) return;
    if (!(this.filter instanceof ObjectValue)) this.gaps.push(...(value.kind === 'unknown' ? [value] : []));
    else if (value instanceof ObjectValue) mergeInto(this.filter, value, at, this.certain);
    else if (value.kind !== 'unknown') this.gap('the filter is no object', at.spot);
    else if (this.filter.entries.size === 0 && !this.filter.rest) this.filter = value;
    else this.filter.rest ??= value;
  }

  /** `path: value`, in place of what was said of the path. */
  addEquality(path: Value, value: Value, at: Writing): void {
    const name = this.#nameOf(path, at);
    if (name !== null && this.filter instanceof ObjectValue)
      write(this.filter, name, value, at, this.certain);
  }

  /** `path: { operator: value }`, beside the operators that are there. */
  addOperator(path: Value, operator: string, value: Value, at: Writing): void {
    const name = this.#nameOf(path, at);
    if (name === null || !(this.filter instanceof ObjectValue)) return;
    const before = this.filter.entries.get(name);
    // Mongoose writes the operator into the object that is there: nobody sends a member of an ObjectId or an array.
    if (before && (before.value instanceof ArrayValue || isExtended(before.value))) return;
    const beside = before?.value instanceof ObjectValue ? copyOf(before.value) : new ObjectValue(at.spot);
    // What may be there stays so, one level below, where the path itself is there for certain now.
    const isMade = before !== undefined && holds(before.conditions, at.conditions);
    if (before && !isMade)
      for (const [key, entry] of beside.entries) beside.put(key, { ...entry, conditions: before.conditions });
    beside.put(operator, { value, spot: at.spot, conditions: at.conditions });
    const conditions = isMade ? before.conditions : at.conditions;
    this.filter.put(name, { value: beside, spot: at.spot, conditions });
  }

  #nameOf(path: Value, at: Writing): string | null {
    if (path.kind === 'primitive' && typeof path.value === 'string') return path.value;
    const why = path.kind === 'unknown' ? path : unknown('which path it is is not known', at.spot);
    if (this.filter instanceof ObjectValue) this.filter.rest ??= why;
    return null;
  }

  addSelection(value: Value): void {
    if (isNullish(value)) return;
    this.projection = selectedToo(this.projection, selection(value));
  }

  addSort(sort: Value, at: Writing): void {
    if (this.sort instanceof ObjectValue && sort instanceof ObjectValue) {
      const all = copyOf(this.sort);
      for (const [key, entry] of sort.entries) write(all, key, entry.value, at, this.certain);
      all.rest ??= sort.rest;
      this.sort = all;
    } else if (sort instanceof ObjectValue) {
      const own = new ObjectValue(sort.spot);
      for (const [key, entry] of sort.entries)
        own.put(key, entry.conditions ? entry : { ...entry, conditions: at.conditions });
      own.rest = sort.rest;
      this.sort = own;
    } else this.sort = sort;
  }

  addStages(stages: readonly Value[], { spot, conditions }: Writing): void {
    if (!(this.pipeline instanceof ArrayValue)) {
      if (this.pipeline) {
        if (this.pipeline.kind === 'unknown') this.gaps.push(this.pipeline);
      }
      this.pipeline = new ArrayValue([], spot, conditions);
    }
    this.pipeline.items.push(...stages);
  }

  /** Populating a path selects it (`lib/helpers/query/selectPopulatedFields.js`). */
  populate(path: string): void {
    this.#populated.push(...path.split(/\s+/u).filter(Boolean));
  }

  get selected(): Value | null {
    const { projection } = this;
    if (!(projection instanceof ObjectValue) || this.#populated.length === 0) return projection;
    if (!isInclusive(projection)) return projection;
    const all = copyOf(projection);
    const isThere = (path: string): boolean =>
      [...all.entries.keys()].some((key) => path === key || path.startsWith(`${key}.`));
    for (const path of this.#populated)
      if (!isThere(path)) all.put(path, { value: primitive(1), spot: all.spot, conditions: this.certain });
    return all;
  }

  gap(reason: string, spot: Spot, text?: string): void {
    this.gaps.push(unknown(reason, spot, text));
  }
}

/** A query of a state of its own. `isFound`: the code asks it, as it does a clone. */
export type Wrap = (state: QueryState, isFound: boolean) => Native;

/** What a step of a chain gives; undefined: the query itself. */
export type Step = (state: QueryState, call: Call, wrap: Wrap) => Value | undefined;

export type Steps = Readonly<Record<string, Step>>;
