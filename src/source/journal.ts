import { holds, type Conditions } from './conditions.js';
import { join } from './joining.js';
import type { Cell, Entry, ObjectValue, Spot, Unit, Value } from './values.js';

interface Written {
  readonly before: Value;
  readonly spot: Spot;
  readonly name: string;
}

/** What is written on one of several ways that the code may take, with what stood there before. */
export class Journal {
  readonly cells = new Map<Cell, Written>();
  readonly entries = new Map<ObjectValue, Map<string, Entry | undefined>>();

  /** `conditions`: those of the way. */
  constructor(readonly conditions: Conditions) {}

  get isEmpty(): boolean {
    return this.cells.size === 0 && this.entries.size === 0;
  }

  /** To be called before a name is written to. What was declared on this way is known on no other. */
  noteCell(cell: Cell, spot: Spot, name: string): void {
    if (holds(this.conditions, cell.conditions) || this.cells.has(cell)) return;
    this.cells.set(cell, { before: cell.value, spot, name });
  }

  /** To be called before a member is written to. */
  noteEntry(object: ObjectValue, key: string): void {
    let keys = this.entries.get(object);
    if (!keys) this.entries.set(object, (keys = new Map<string, Entry | undefined>()));
    if (!keys.has(key)) keys.set(key, object.entries.get(key));
  }
}

/** What a way left behind. */
interface Left {
  readonly cells: ReadonlyMap<Cell, Value>;
  readonly entries: ReadonlyMap<ObjectValue, ReadonlyMap<string, Entry | undefined>>;
}

const nothing: Left = { cells: new Map(), entries: new Map() };

/** Takes back all that was written on a way, so that the next one starts as it did. */
export function rewind(journal: Journal): Left {
  if (journal.isEmpty) return nothing;
  const cells = new Map<Cell, Value>();
  for (const [cell, { before }] of journal.cells) {
    cells.set(cell, cell.value);
    cell.value = before;
  }
  const entries = new Map<ObjectValue, Map<string, Entry | undefined>>();
  for (const [object, keys] of journal.entries) {
    const left = new Map<string, Entry | undefined>();
    entries.set(object, left);
    for (const [key, before] of keys) {
      left.set(key, object.entries.get(key));
      if (before) object.put(key, before);
      else object.remove(key);
    }
  }
  return { cells, entries };
}

/** Takes back what was written to names and members that are not the unit's own. */
export function rewindOthers(journal: Journal, unit: Unit): void {
  for (const [cell, { before }] of journal.cells) if (cell.owner !== unit) cell.value = before;
  for (const [object, keys] of journal.entries) {
    if (object.spot.unit === unit) continue;
    for (const [key, before] of keys) {
      if (before) object.put(key, before);
      else object.remove(key);
    }
  }
}

/** After ways of which one was taken: what each of them left is possible. `outer`: the way that leads here, if any. */
export function merge(
  ways: readonly { readonly journal: Journal; readonly left: Left }[],
  outer: Journal | null,
  conditions: Conditions,
): void {
  if (ways.every(({ journal }) => journal.isEmpty)) return;
  for (const cell of new Set(ways.flatMap(({ left }) => [...left.cells.keys()]))) {
    const noted = ways.find(({ journal }) => journal.cells.has(cell))?.journal.cells.get(cell);
    if (!noted) continue;
    const [first = cell.value, ...others] = ways.map(({ left }) => left.cells.get(cell) ?? cell.value);
    outer?.noteCell(cell, noted.spot, noted.name);
    cell.value = others.reduce((sum, one) => join(sum, one, noted.spot, noted.name), first);
  }
  for (const object of new Set(ways.flatMap(({ left }) => [...left.entries.keys()])))
    mergeEntries(object, ways, outer, conditions);
}

function mergeEntries(
  object: ObjectValue,
  ways: readonly { readonly left: Left }[],
  outer: Journal | null,
  conditions: Conditions,
): void {
  const keys = new Set(ways.flatMap(({ left }) => [...(left.entries.get(object)?.keys() ?? [])]));
  for (const key of keys) {
    const before = object.entries.get(key);
    const left = ways.map((way) => {
      const written = way.left.entries.get(object);
      return written?.has(key) ? written.get(key) : before;
    });
    const [first, ...others] = left.filter((entry) => entry !== undefined);
    outer?.noteEntry(object, key);
    if (!first) object.remove(key);
    else {
      const value = others.reduce((sum, { value: one, spot }) => join(sum, one, spot, key), first.value);
      const isEverywhere = !left.includes(undefined);
      object.put(key, {
        value,
        spot: first.spot,
        conditions: isEverywhere ? (before?.conditions ?? conditions) : first.conditions,
      });
    }
  }
}
