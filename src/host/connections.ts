import type * as vscode from 'vscode';

import type { ConnectionSource } from './contributions.js';

/** A connection the user kept. The string itself is in secret storage, under its name. */
export interface KeptConnection {
  readonly name: string;
  /** Hosts and database, for people. */
  readonly address: string;
}

/** What to connect to by itself when the view opens again in this workspace. */
export interface LastConnection {
  readonly source: ConnectionSource;
  readonly database: string | null;
}

const listKey = 'indexLens.connections';
const lastKey = 'indexLens.lastConnection';
const secretKey = (name: string): string => `indexLens.connection.${name}`;

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
    await this.#context.secrets.delete(secretKey(name));
    await this.#context.globalState.update(
      listKey,
      this.list().filter((kept) => kept.name !== name),
    );
    const last = this.last();
    if (last?.source.kind === 'kept' && last.source.name === name) await this.remember(null);
  }

  last(): LastConnection | null {
    return this.#context.workspaceState.get<LastConnection | null>(lastKey, null);
  }

  async remember(last: LastConnection | null): Promise<void> {
    await this.#context.workspaceState.update(lastKey, last ?? undefined);
  }
}
