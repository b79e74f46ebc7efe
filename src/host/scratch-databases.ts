import type * as vscode from 'vscode';

interface Scratch {
  /** The connection's id. */
  readonly connection: string;
  readonly name: string;
  /** Of the extension host that uses it. */
  readonly pid: number;
}

const stateKey = 'indexLens.scratchDatabases';

/** Names of the scratch databases that this machine's editors have begun and not yet dropped. */
export class ScratchDatabases {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Before it is made, so that a crash leaves its name. `pid`: of the extension host that makes it. */
  async begun(connection: string, name: string, pid = process.pid): Promise<void> {
    await this.#state.update(stateKey, [...this.#list(), { connection, name, pid }]);
  }

  async dropped(name: string): Promise<void> {
    await this.#state.update(
      stateKey,
      this.#list().filter((one) => one.name !== name),
    );
  }

  /** Those that an extension host left on a connection that runs no more. */
  left(connection: string): readonly string[] {
    return this.#list()
      .filter((one) => one.connection === connection && !isRunning(one.pid))
      .map(({ name }) => name);
  }

  #list(): readonly Scratch[] {
    return this.#state.get<readonly Scratch[]>(stateKey, []);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
