import type * as vscode from 'vscode';

import type { ConnectionSource } from './contributions.js';

/** A connection the user kept. The string itself is in secret storage, under its name. */
export interface KeptConnection {
  readonly name: string;
  /** Hosts and database, for people. */
  readonly address: string;
}

export const connectionColors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
export type ConnectionColor = (typeof connectionColors)[number];

/** What the user says of a connection. */
export interface ConnectionMarks {
  readonly color: ConnectionColor | null;
  /** Nothing is changed on its server. */
  readonly readOnly: boolean;
  /** What drops or rebuilds wants a typed confirmation. */
  readonly production: boolean;
  /** The database to look at where the connection string names none, or another one. */
  readonly database: string | null;
}

export const noMarks: ConnectionMarks = { color: null, readOnly: false, production: false, database: null };

/** A connection to open by itself when the view opens again in this workspace. */
export interface OpenConnection {
  readonly source: ConnectionSource;
  readonly database: string | null;
}

const listKey = 'indexLens.connections';
const marksKey = 'indexLens.connectionMarks';
const openKey = 'indexLens.openConnections';
const secretKey = (name: string): string => `indexLens.connection.${name}`;

/** Tells sources apart; nothing secret is in it. */
export function sourceId(source: ConnectionSource): string {
  switch (source.kind) {
    case 'kept':
      return `kept:${source.name}`;
    case 'environment':
      return `environment:${source.variable}`;
    case 'env-file':
      return `env-file:${source.variable}:${source.file}`;
    case 'compose':
      return `compose:${source.service}:${source.file}`;
    case 'preset':
      return `preset:${source.name}`;
  }
}

/** Connections kept over sessions: names in the editor's state, strings in its secret storage only. */
export class Connections {
  readonly #context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'workspaceState'>;

  constructor(context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'workspaceState'>) {
    this.#context = context;
  }

  list(): readonly KeptConnection[] {
    return this.#context.globalState.get<readonly KeptConnection[]>(listKey, []);
  }

  async uriOf(name: string): Promise<string | null> {
    return (await this.#context.secrets.get(secretKey(name))) ?? null;
  }

  /** Keeps a string under a name; one that is kept already under that name is replaced. */
  async keep(connection: KeptConnection, uri: string): Promise<void> {
    await this.#context.secrets.store(secretKey(connection.name), uri);
    const others = this.list().filter(({ name }) => name !== connection.name);
    await this.#context.globalState.update(listKey, [...others, connection]);
  }

  async forget(name: string): Promise<void> {
    const source = { kind: 'kept', name } as const;
    await this.#context.secrets.delete(secretKey(name));
    await this.#context.globalState.update(
      listKey,
      this.list().filter((kept) => kept.name !== name),
    );
    await this.mark(source, noMarks);
    await this.closed(source);
  }

  /** Gives a kept connection another name, with its string and marks. */
  async rename(from: KeptConnection, name: string): Promise<void> {
    const uri = await this.uriOf(from.name);
    if (uri === null) return;
    const marks = this.marksOf({ kind: 'kept', name: from.name });
    await this.forget(from.name);
    await this.keep({ ...from, name }, uri);
    await this.mark({ kind: 'kept', name }, marks);
  }

  marksOf(source: ConnectionSource): ConnectionMarks {
    return { ...noMarks, ...this.#marks()[sourceId(source)] };
  }

  async mark(source: ConnectionSource, marks: ConnectionMarks): Promise<void> {
    await this.#context.globalState.update(marksKey, { ...this.#marks(), [sourceId(source)]: marks });
  }

  #marks(): Readonly<Record<string, Partial<ConnectionMarks>>> {
    return this.#context.globalState.get<Record<string, ConnectionMarks>>(marksKey, {});
  }

  /** What was open last in this workspace, in the order in which it was opened. */
  open(): readonly OpenConnection[] {
    return this.#context.workspaceState.get<readonly OpenConnection[]>(openKey, []);
  }

  /** Remembers that a connection is open, and with which database; it becomes the last one. */
  async opened(connection: OpenConnection): Promise<void> {
    await this.#context.workspaceState.update(openKey, [...this.#without(connection.source), connection]);
  }

  async closed(source: ConnectionSource): Promise<void> {
    const others = this.#without(source);
    await this.#context.workspaceState.update(openKey, others.length > 0 ? others : undefined);
  }

  #without(source: ConnectionSource): readonly OpenConnection[] {
    return this.open().filter((open) => sourceId(open.source) !== sourceId(source));
  }
}
