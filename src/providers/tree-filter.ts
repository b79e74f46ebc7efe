import { info, type TreeNode } from './tree-node.js';

/**
 * What a filter leaves of a collection: all of it where its own words match, else the indexes that match together with
 * it; null: nothing. `own`: its name, models and kind.
 */
export function filteredCollection(node: TreeNode, own: readonly string[], filter: string): TreeNode | null {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (texts: readonly string[]): boolean => {
    const text = texts.join('\n').toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  if (matches(own)) return node;
  const children = node.children.filter(
    ({ target, label, description }) =>
      target?.kind === 'index' && matches([...own, target.name, label, description]),
  );
  // Another id, so that VS Code opens what it knew as closed.
  return children.length > 0 ? { ...node, id: `${node.id}/filtered`, children, expanded: true } : null;
}

export function nothingMatches(database: string, filter: string): TreeNode {
  const node = info(
    `database/${database}/no-match`,
    `No collection matches “${filter}”`,
    'click to show all',
    'filter',
  );
  return { ...node, click: 'indexLens.clearFilter' };
}
