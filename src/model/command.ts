import type { Json } from './json.js';

// Commands as the server takes them; EJSON throughout, so that they can pass any boundary.

interface Options {
  /** An index's name, or its key pattern. */
  readonly hint?: Json;
  readonly collation?: Json;
}

export interface FindCommand extends Options {
  readonly find: string;
  readonly filter: Json;
  readonly sort?: Json;
  readonly projection?: Json;
  readonly limit?: number;
  readonly skip?: number;
  readonly singleBatch?: boolean;
}

/** Without `$out` and `$merge`, so that running it writes nothing. */
export interface AggregateCommand extends Options {
  readonly aggregate: string;
  readonly pipeline: readonly Json[];
  readonly cursor: Readonly<Record<string, never>>;
}

export interface CountCommand extends Options {
  readonly count: string;
  readonly query?: Json;
  readonly limit?: number;
  readonly skip?: number;
}

export interface DistinctCommand extends Options {
  readonly distinct: string;
  readonly key: string;
  readonly query: Json;
}

interface OneUpdate extends Options {
  readonly q: Json;
  readonly u: Json;
  readonly multi: boolean;
}

export interface UpdateCommand {
  readonly update: string;
  readonly updates: readonly [OneUpdate];
}

interface OneDelete extends Options {
  readonly q: Json;
  /** 0: all that match. */
  readonly limit: 0 | 1;
}

export interface DeleteCommand {
  readonly delete: string;
  readonly deletes: readonly [OneDelete];
}

export interface FindAndModifyCommand extends Options {
  readonly findAndModify: string;
  readonly query: Json;
  readonly sort?: Json;
  readonly fields?: Json;
  readonly remove?: true;
  readonly update?: Json;
}

export type QueryCommand =
  | FindCommand
  | AggregateCommand
  | CountCommand
  | DistinctCommand
  | UpdateCommand
  | DeleteCommand
  | FindAndModifyCommand;

/** The collection that a command is sent to: the value of its first key, its name. */
export function collectionOfCommand(command: QueryCommand): string {
  const [collection] = Object.values(command) as readonly unknown[];
  return String(collection);
}

/** Whether it writes where it is run; explained, it never does. */
export function isWrite(command: QueryCommand): boolean {
  return 'update' in command || 'delete' in command || 'findAndModify' in command;
}
