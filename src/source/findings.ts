import type { Conditions } from './conditions.js';
import type { Gap } from './mongoose/schema-data.js';
import type { Schema } from './mongoose/schema.js';
import type { QueryCall } from './query-call.js';
import type { Native, Spot, Unit, Value } from './values.js';

/** A model as a call made it. Its schema may still grow. */
export interface FoundModel {
  /** Null: the name could not be read. */
  readonly name: string | null;
  /** Null: it could not be read. */
  readonly collection: string | null;
  readonly schema: Schema | null;
  /** Null: the call says nothing of it. */
  readonly autoIndex: boolean | null;
  readonly gaps: readonly Gap[];
  /** The call that names it. */
  readonly spot: Spot;
  /** The call that made it, where a helper does. */
  readonly made?: Spot;
  /** The name by which an object first came to hold it: `models.Users = model('user', schema)`. */
  heldAs?: string | undefined;
  /** The name that the collection was made of, where nothing names the collection itself. */
  readonly pluralOf?: string;
  /** Whose settings count for it. */
  readonly mongoose?: Native;
  readonly connection?: Native;
}

/** A setting of Mongoose: it holds for models wherever they are made. */
export interface FoundSetting {
  /** `unread`: one that changes models in a way that is not followed. */
  readonly kind: 'autoIndex' | 'connection autoIndex' | 'pluralize' | 'plugin' | 'unread';
  /** The Mongoose or the connection whose models it counts for. */
  readonly owner: Native;
  readonly value: Value;
  /** Of one that is not followed. */
  readonly gap?: Gap;
  /** Of a plugin: its options. */
  readonly more?: Value | undefined;
  readonly conditions: Conditions;
  readonly spot: Spot;
}

/** A call of the native driver that creates an index. */
export interface FoundDriverIndex {
  /** Null: the collection could not be read. */
  readonly collection: string | null;
  readonly key: Value;
  readonly options: Value;
  readonly conditions: Conditions;
  readonly spot: Spot;
}

/** A call by a query's name on something that could not be read. */
export interface MissedQuery {
  readonly text: string;
  readonly reason: string;
  readonly spot: Spot;
}

/** What running the code of a workspace brings to light, in the order of the code. */
export class Findings {
  readonly models: FoundModel[] = [];
  readonly settings: FoundSetting[] = [];
  readonly driverIndexes: FoundDriverIndex[] = [];
  readonly queries: QueryCall[] = [];
  readonly missed: MissedQuery[] = [];

  /** Runs work of an onlooker, of which its queries count alone. */
  onlooking(onlooker: Unit, work: () => void): void {
    const lists: (FoundModel | FoundSetting | FoundDriverIndex)[][] = [
      this.models,
      this.settings,
      this.driverIndexes,
    ];
    const before = lists.map(({ length }) => length);
    work();
    for (const [at, list] of lists.entries()) {
      const found = list.splice(before[at] ?? 0);
      list.push(...found.filter(({ spot }) => spot.unit !== onlooker));
    }
  }

  /** Forgets what these files were run to. */
  forget(files: ReadonlySet<string>): void {
    const stays = ({ spot }: { readonly spot: Spot }): boolean => !files.has(spot.unit.file);
    keepOnly(this.models, stays);
    keepOnly(this.settings, stays);
    keepOnly(this.driverIndexes, stays);
    keepOnly(this.queries, stays);
    keepOnly(this.missed, stays);
  }
}

function keepOnly<T>(list: T[], keep: (one: T) => boolean): void {
  list.splice(0, list.length, ...list.filter(keep));
}
