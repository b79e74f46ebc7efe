import * as vscode from 'vscode';

import { viewId, type Targeted } from '../host/contributions.js';
import type { DroppedIndexes } from '../host/dropped-indexes.js';
import type { Session, Snapshot } from '../host/session.js';
import type { TreeChoices } from '../host/tree-choices.js';
import type { TreeChoice } from '../model/tree-choice.js';
import { counted } from '../report/index-words.js';
import type { TreeNode } from './tree-node.js';
import { treeNodes } from './tree-nodes.js';

/** Draws the session's snapshot as the "Indexes" view, with the number of missing indexes as its badge. */
export class IndexTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<TreeNode>;
  readonly #subscriptions: vscode.Disposable;
  #roots: readonly TreeNode[];

  constructor(session: Session, choices: TreeChoices, dropped: DroppedIndexes) {
    this.#roots = treeNodes(session.snapshot, choices.choice, dropped.all);
    this.view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    const draw = (): void => {
      this.#draw(session.snapshot, choices.choice, dropped.all);
    };
    this.#subscriptions = vscode.Disposable.from(
      session.onDidChange(draw),
      choices.onDidChange(draw),
      dropped.onDidChange(draw),
    );
    this.view.description = choiceWords(choices.choice);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...(node?.children ?? this.#roots)];
  }

  getParent(node: TreeNode): TreeNode | null {
    return pathTo(this.#roots, ({ id }) => id === node.id)?.at(-2) ?? null;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = new vscode.TreeItem(node.label, collapsibleState(node));
    item.id = node.id;
    item.description = node.description;
    item.contextValue = node.context;
    item.iconPath = new vscode.ThemeIcon(
      node.icon.name,
      node.icon.color === undefined ? undefined : new vscode.ThemeColor(node.icon.color),
    );
    item.tooltip = new vscode.MarkdownString(node.tooltip.join('\n\n'));
    if (node.click) item.command = { command: node.click, title: node.label, arguments: [node] };
    item.accessibilityInformation = { label: node.spoken };
    return item;
  }

  /** Shows and selects an index. */
  async reveal({ target: wanted, connection }: Targeted): Promise<void> {
    if (wanted?.kind !== 'index') return;
    const path = pathTo(
      this.#roots,
      (node) =>
        node.connection === connection &&
        node.target?.kind === 'index' &&
        node.target.collection === wanted.collection &&
        node.target.name === wanted.name,
    );
    const node = path?.at(-1);
    if (node) await this.view.reveal(node, { select: true, focus: true });
  }

  #draw(snapshot: Snapshot, choice: TreeChoice, dropped: DroppedIndexes['all']): void {
    this.#roots = treeNodes(snapshot, choice, dropped);
    this.view.description = choiceWords(choice);
    const missing = snapshot.active?.comparison?.summary.missing ?? 0;
    this.view.badge =
      missing > 0 ? { value: missing, tooltip: `${counted(missing, 'index')} missing` } : undefined;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.view.dispose();
    this.#changed.dispose();
  }
}

/** What is said beside the view's title; empty: everything is shown, by name. */
function choiceWords({ filter, sort }: TreeChoice): string {
  const words = [filter !== '' && `“${filter}”`, sort !== 'name' && sortWords[sort]];
  return words.filter(Boolean).join(' · ');
}

const sortWords = { size: 'by size', usage: 'by usage', attention: 'needs attention first' };

function collapsibleState({ children, expanded }: TreeNode): vscode.TreeItemCollapsibleState {
  if (children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

/** From a root down to the node that matches; null: there is none. */
function pathTo(
  nodes: readonly TreeNode[],
  matches: (node: TreeNode) => boolean,
): readonly TreeNode[] | null {
  for (const node of nodes) {
    if (matches(node)) return [node];
    const below = pathTo(node.children, matches);
    if (below) return [node, ...below];
  }
  return null;
}
