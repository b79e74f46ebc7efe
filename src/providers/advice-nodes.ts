import type { Advice } from '../model/advice.js';
import type { ComparedCollection, IndexStatus } from '../model/comparison.js';
import { adviceLabels, adviceText } from '../report/advice-words.js';
import { plain, type TreeNode } from './tree-node.js';

const bulb = { name: 'lightbulb', color: 'editorLightBulb.foreground' };

/** What is advised on one index of a collection. */
export function adviceOn({ advice }: ComparedCollection, index: string): readonly Advice[] {
  return advice.filter(({ indexes: [about] }) => about === index);
}

export function adviceWords(advice: readonly Advice[]): readonly string[] {
  return advice.map(({ rule }) => adviceLabels[rule]);
}

/** Markdown lines that say why, and what would settle it. */
export function adviceLines(advice: readonly Advice[]): readonly string[] {
  return advice.map((each) => `**${adviceLabels[each.rule]}** · ${adviceText(each)}`);
}

/** The icon where there is advice. What is missing or differs asks for more than advice does, and keeps its own. */
export function adviceIcon(advice: readonly Advice[], status: IndexStatus): TreeNode['icon'] | null {
  const yields = status === 'applied' || status === 'extra' || status === 'hidden';
  return advice.length > 0 && yields ? bulb : null;
}

/** Nodes for what is advised on the collection itself. */
export function collectionAdviceNodes(parent: string, { advice }: ComparedCollection): readonly TreeNode[] {
  return advice
    .filter(({ indexes }) => indexes.length === 0)
    .map((each) => {
      const message = each.message.replaceAll('`', '');
      return plain(
        `${parent}/advice/${each.rule}`,
        adviceLabels[each.rule],
        message,
        bulb,
        adviceLines([each]),
      );
    });
}
