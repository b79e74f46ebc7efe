import type { Db } from 'mongodb';
import type { IndexSpecification } from '../model/index-specification.js';
import type { Connection } from './connection.js';
import { serverErrorOf, withUserErrors } from './errors.js';
import { requireOurs } from './scratch.js';

const maxTimeMS = 60_000;
/** The server's error codes. */
const [unauthorized, outOfTime] = [13, 50];
const promises = new Set(['unique', 'expireAfterSeconds']);

interface AskOptions {
  readonly signal?: AbortSignal;
}

/**
 * Indexes on a copy in a scratch database, of which the planner sees those that are shown and no other but `_id_`. All
 * are built once; to hide and to show one costs nothing (https://www.mongodb.com/docs/manual/core/index-hidden/, from
 * MongoDB 4.4 on).
 */
export class CopiedIndexes {
  readonly #connection: Connection;
  readonly #scratch: string;
  readonly #collection: string;
  readonly #options: AskOptions;
  #shown: readonly string[] = [];

  /** Throws UserError `usage` where the database is no scratch database. */
  constructor(connection: Connection, scratch: string, collection: string, options: AskOptions = {}) {
    requireOurs(scratch);
    this.#connection = connection;
    this.#scratch = scratch;
    this.#collection = collection;
    this.#options = options;
  }

  /**
   * Builds indexes that are hidden. They keep nothing unique, and nothing expires. The names of those that the server
   * built: it takes no second text index, for example.
   */
  async build(indexes: readonly IndexSpecification[]): Promise<ReadonlySet<string>> {
    if (indexes.length === 0) return new Set();
    if (await this.#create(indexes)) return new Set(indexes.map(({ name }) => name));
    const built = new Set<string>();
    for (const index of indexes) if (await this.#create([index])) built.add(index.name);
    return built;
  }

  /**
   * Shows these, in this order, and hides what was shown before. Of plans that are as good the planner takes the one of the
   * index that comes first: one that is shown goes behind those that are shown already, as one that is created does.
   */
  async show(names: readonly string[]): Promise<void> {
    const differs = names.findIndex((name, at) => this.#shown[at] !== name);
    const kept = differs === -1 ? names.length : differs;
    const changed = [
      ...this.#shown.slice(kept).map((name) => ({ name, hidden: true })),
      ...names.slice(kept).map((name) => ({ name, hidden: false })),
    ];
    this.#shown = names;
    for (const index of changed)
      await this.#run(`${index.hidden ? 'hiding' : 'showing'} an index on the copy`, (db) =>
        db.command({ collMod: this.#collection, index }, this.#options),
      );
  }

  /** False: the server refuses one of them. */
  #create(indexes: readonly IndexSpecification[]): Promise<boolean> {
    const specifications = indexes.map(({ key, options, name }) => {
      const kept = Object.entries(options).filter(([option]) => !promises.has(option));
      // Without a collation said, an index would take the collection's default.
      return {
        collation: { locale: 'simple' },
        ...Object.fromEntries(kept),
        key: new Map(key),
        name,
        hidden: true,
      };
    });
    return this.#run(`building indexes on the copy`, async (db) => {
      try {
        await db.command(
          { createIndexes: this.#collection, indexes: specifications, maxTimeMS },
          this.#options,
        );
        return true;
      } catch (error) {
        const refusal = serverErrorOf(error);
        if (refusal === null || refusal.code === unauthorized || refusal.code === outOfTime) throw error;
        return false;
      }
    });
  }

  #run<T>(what: string, work: (db: Db) => Promise<T>): Promise<T> {
    const doing = { what, needs: 'readWriteAnyDatabase on admin' };
    return withUserErrors(this.#connection, doing, this.#options.signal, () =>
      work(this.#connection.client.db(this.#scratch)),
    );
  }
}
