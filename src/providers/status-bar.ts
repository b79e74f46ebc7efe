import * as vscode from 'vscode';

import { commandLink } from '../host/commands.js';
import type { ConnectionSnapshot, Session, Snapshot } from '../host/session.js';
import { counted } from '../report/index-words.js';
import { markWords } from './connection-marks.js';

/** The connection in use, with what is missing and what is being built; hidden while nothing is connected. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscription: vscode.Disposable;

  constructor(session: Session) {
    this.#item = vscode.window.createStatusBarItem('indexLens', vscode.StatusBarAlignment.Left, 10);
    this.#item.name = 'Index Lens';
    this.#draw(session.snapshot);
    this.#subscription = session.onDidChange((snapshot) => {
      this.#draw(snapshot);
    });
  }

  #draw({ active, connections }: Snapshot): void {
    if (!active) {
      this.#item.hide();
      return;
    }
    const item = this.#item;
    const about = sayings(active);
    item.text = `${iconOf(active)} ${[placeOf(active), ...about].join(' · ')}`;
    item.tooltip = [active.connection.name, ...markWords(active.marks), ...about].join('\n');
    item.accessibilityInformation = { label: `Index Lens: ${[placeOf(active), ...about].join(', ')}` };
    item.backgroundColor = active.marks.production
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.command =
      connections.length > 1
        ? commandLink('indexLens.useConnection', 'Use Connection…')
        : { command: 'indexLens.indexes.focus', title: 'Show Indexes' };
    item.show();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }
}

function placeOf({ connection }: ConnectionSnapshot): string {
  return (connection.state === 'connected' ? connection.database : null) ?? connection.name;
}

function iconOf({ connection, busy, comparison }: ConnectionSnapshot): string {
  if (connection.state === 'failed') return '$(debug-disconnect)';
  const isAtWork = busy !== null || (comparison?.summary.building ?? 0) > 0;
  return isAtWork ? '$(sync~spin)' : '$(database)';
}

function sayings({ connection, comparison, stale }: ConnectionSnapshot): readonly string[] {
  if (connection.state === 'failed') return ['not connected'];
  if (connection.state === 'connecting') return ['connecting…'];
  if (stale) return ['could not be read'];
  if (!comparison) return [];
  const { missing, building } = comparison.summary;
  return [
    ...(missing > 0 ? [`${counted(missing, 'index')} missing`] : []),
    ...(building > 0 ? [`${counted(building, 'index')} building`] : []),
  ];
}
