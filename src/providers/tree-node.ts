import type { Targeted } from '../host/contributions.js';
import type { Place } from '../model/place.js';
import type { Problem } from '../model/problem.js';

/** A node, resolved: everything it shows, and its children. Plain data, so that it can be tested without VS Code. */
export interface TreeNode extends Targeted {
  /**
   * Stable over refreshes, so that what is expanded and selected stays so. A node that gets children has another one
   * than it had without: VS Code keeps a node closed that was a leaf before.
   */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon and, where it carries meaning, a theme colour. */
  readonly icon: { readonly name: string; readonly color?: string };
  /** For menus: words that `viewItem =~ /\bword\b/` finds. */
  readonly context: string;
  /** What a click does, on rows that ask for one thing. */
  readonly click?:
    'indexLens.chooseDatabase' | 'indexLens.refresh' | 'indexLens.clearFilter' | 'indexLens.showIndex';
  /** Markdown lines of the hover. */
  readonly tooltip: readonly string[];
  /** What a screen reader says: the label does not carry the icon's meaning. */
  readonly spoken: string;
  readonly children: readonly TreeNode[];
  readonly expanded: boolean;
}

export function problemNode(id: string, problem: Problem): TreeNode {
  const where = problem.place ? lineOf(problem.place) : '';
  const node = info(id, problem.message, where, 'info', 'descriptionForeground');
  if (!problem.place) return node;
  const target = { kind: 'collection', collection: '', place: problem.place } as const;
  return {
    ...node,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'problem defined',
    target,
  };
}

/** `Contact.js:12`. */
function lineOf({ file, range }: Place): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${range.start.line + 1}`;
}

export function info(id: string, label: string, description: string, icon: string, color?: string): TreeNode {
  return plain(id, label, description, color ? { name: icon, color } : { name: icon }, [label, description]);
}

export function plain(
  id: string,
  label: string,
  description: string,
  icon: TreeNode['icon'],
  tooltip: readonly string[],
): TreeNode {
  return {
    id,
    label,
    description,
    icon,
    context: 'info',
    tooltip: tooltip.filter(Boolean),
    spoken: description ? `${label}, ${description}` : label,
    target: null,
    connection: null,
    children: [],
    expanded: false,
  };
}

export function words(...all: (string | false | null)[]): string {
  return all.filter(Boolean).join(' ');
}

export function code(text: string): string {
  return `\`${text}\``;
}
