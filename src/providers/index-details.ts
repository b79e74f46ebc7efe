import * as vscode from 'vscode';

import { actsOn } from '../compare/index-acts.js';
import { indexNamed } from '../compare/index-named.js';
import type { CommandId, Targeted } from '../host/contributions.js';
import { workspaceRoot, toLocation } from '../host/conversions.js';
import type { ConnectionSnapshot, Session, Snapshot } from '../host/session.js';
import { liveOf } from '../model/comparison.js';
import { detailsAsks, type DetailsAskType, type DetailsView } from '../model/details-view.js';
import { queriesServedBy, type ServedQuery } from '../query/judging/served-queries.js';
import { detailsView, goneView } from '../report/details-view.js';
import { markWords } from './connection-marks.js';
import { ViewPanel } from './view-panel.js';

/** One panel with all that is known of one index; it follows the session. */
export class IndexDetails implements vscode.Disposable {
  readonly panel: ViewPanel<DetailsView, DetailsAskType>;
  readonly #session: Session;
  readonly #subscription: vscode.Disposable;
  #node: Targeted | null = null;

  constructor(extension: vscode.Uri, session: Session) {
    this.#session = session;
    this.panel = new ViewPanel(extension, {
      name: 'details',
      title: 'Index',
      column: vscode.ViewColumn.Beside,
      preserveFocus: true,
      asks: detailsAsks,
    });
    this.#subscription = session.onDidChange((snapshot) => {
      this.#redraw(snapshot);
    });
  }

  show(node: Targeted): void {
    const view = viewOf(this.#session.snapshot, node);
    if (!view) return;
    this.#node = node;
    this.panel.show(view, ({ type, id }) => {
      if (type === 'query') void this.#openQuery(node, id);
      else if (type !== 'ready') void vscode.commands.executeCommand(commands[type], node);
    });
  }

  /** `id`: where the query stands among those that are shown. */
  async #openQuery(node: Targeted, id: string | null): Promise<void> {
    const site = servedOf(this.#session.snapshot, node)[Number(id)]?.site;
    if (!site) return;
    const { uri, range } = toLocation(site.place);
    const selection = new vscode.Range(range.start, range.start);
    await vscode.window.showTextDocument(uri, { selection, viewColumn: vscode.ViewColumn.One });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.panel.dispose();
  }

  #redraw(snapshot: Snapshot): void {
    const before = this.panel.shown;
    if (!this.#node || !before || !this.panel.isOpen) return;
    const view = viewOf(snapshot, this.#node);
    if (view) this.panel.draw(view);
    else if (ofConnection(snapshot, this.#node)?.comparison) this.panel.draw(goneView(before));
  }
}

const commands: Readonly<Record<Exclude<DetailsAskType, 'query'>, CommandId>> = {
  ensure: 'indexLens.ensureTarget',
  settle: 'indexLens.settleIndex',
  rename: 'indexLens.renameIndex',
  hide: 'indexLens.hideIndex',
  unhide: 'indexLens.unhideIndex',
  drop: 'indexLens.dropIndex',
  ttl: 'indexLens.setTtl',
  unique: 'indexLens.makeUnique',
  'copy-shell': 'indexLens.copyForShell',
  'copy-mongoose': 'indexLens.copyForMongoose',
  definition: 'indexLens.goToDefinition',
};

function ofConnection(
  { connections, active }: Snapshot,
  { connection }: Targeted,
): ConnectionSnapshot | null {
  return connection === null ? active : (connections.find(({ id }) => id === connection) ?? null);
}

function servedOf(snapshot: Snapshot, node: Targeted): readonly ServedQuery[] {
  const { target } = node;
  const on = ofConnection(snapshot, node);
  if (target?.kind !== 'index' || !on?.comparison || !on.catalog) return [];
  const found = indexNamed(on.comparison, target.collection, target.name);
  return found ? queriesServedBy(found.specification.name, found.collection, on.catalog) : [];
}

/** Null: there is no such index (any more), or nothing was read yet. */
function viewOf(snapshot: Snapshot, node: Targeted): DetailsView | null {
  const { target } = node;
  const on = ofConnection(snapshot, node);
  if (target?.kind !== 'index' || !on?.comparison) return null;
  const found = indexNamed(on.comparison, target.collection, target.name);
  if (!found) return null;
  const kind = on.live?.collections.find((one) => one.collection === target.collection)?.kind ?? 'collection';
  return detailsView({
    ...found,
    database: on.comparison.database,
    where: [on.connection.name, ...markWords(on.marks)].join(' · '),
    beside: liveOf(found.collection),
    served: servedOf(snapshot, node),
    acts: found.live ? actsOn(found.live, kind) : [],
    root: workspaceRoot(),
  });
}
