import type { PlanStage } from '../src/model/plan.js';
import { element } from './element.js';
import { type Box, layoutOf } from './plan-layout.js';
import { drawLinks, type Link } from './plan-links.js';
import { spokenStage, stageCard } from './stage-card.js';
import { stageDetails } from './stage-details.js';
import { followKeys } from './tree-keys.js';

interface PlanOptions {
  /** The query's time in ms, for the bars; null: they are left out. */
  readonly total: number | null;
  readonly label: string;
}

interface Drawn {
  readonly stage: PlanStage;
  readonly item: HTMLElement;
  readonly card: HTMLElement;
  readonly inputs: readonly Drawn[];
}

/** A plan as a tree of cards, the result at the top, with all that is known of the stage that has the focus below. */
export function planView(plan: PlanStage, { total, label }: PlanOptions): HTMLElement {
  const root = draw(plan, 1, 1, 1, total !== null && total > 0 && isTimed(plan) ? total : null);
  const links = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  links.setAttribute('aria-hidden', 'true');
  const tree = element('ul', { class: 'tree', role: 'tree', 'aria-label': label }, root.item);
  const canvas = element('div', { class: 'canvas' }, tree);
  canvas.prepend(links);
  const details = element('section', { class: 'stage-details', 'aria-label': 'Details of the stage' });
  const all = drawnIn(root);
  followKeys(tree, { toggled: place, focused: select });
  const first =
    all.find(({ stage }) => stage.isDominant) ?? all.find(({ stage }) => stage.use !== null) ?? root;
  root.item.setAttribute('tabindex', '0');
  select(first.item);
  // Sizes of cards are known once they are shown; they change with the panel's width.
  const watch = new ResizeObserver(place);
  for (const { card } of all) watch.observe(card);
  return element('div', { class: 'plan' }, element('div', { class: 'scroll' }, canvas), details);

  function place(): void {
    if (root.card.offsetWidth === 0) return;
    const boxes = new Map<Box, Drawn>();
    const { places, width, height } = layoutOf(boxOf(root, boxes));
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    for (const [box, { x, y }] of places) {
      const card = boxes.get(box)?.card;
      if (card) card.style.transform = `translate(${x}px, ${y}px)`;
    }
    const lines = [...places].flatMap(([box, to]) =>
      box.inputs.flatMap((input): readonly Link[] => {
        const from = places.get(input);
        const rows = boxes.get(input)?.stage.returned ?? null;
        if (!from) return [];
        const fromX = from.x + input.width / 2;
        return [{ fromX, fromY: from.y, toX: to.x + box.width / 2, toY: to.y + box.height, rows }];
      }),
    );
    drawLinks(links, lines, width, height);
  }

  function select(item: HTMLElement): void {
    const drawn = all.find((candidate) => candidate.item === item);
    if (!drawn) return;
    for (const other of all) other.item.setAttribute('aria-selected', String(other === drawn));
    details.replaceChildren(...stageDetails(drawn.stage));
  }
}

function draw(stage: PlanStage, level: number, at: number, of: number, total: number | null): Drawn {
  const inputs = stage.inputs.map((input, index) =>
    draw(input, level + 1, index + 1, stage.inputs.length, total),
  );
  const card = stageCard(stage, total);
  const item = element(
    'li',
    {
      role: 'treeitem',
      tabindex: -1,
      'aria-level': level,
      'aria-posinset': at,
      'aria-setsize': of,
      'aria-expanded': inputs.length === 0 ? null : 'true',
      'aria-label': spokenStage(stage),
    },
    card,
    inputs.length === 0 ? null : element('ul', { role: 'group' }, ...inputs.map((input) => input.item)),
  );
  return { stage, item, card, inputs };
}

function drawnIn(drawn: Drawn): readonly Drawn[] {
  return [drawn, ...drawn.inputs.flatMap(drawnIn)];
}

/** What stands below a closed stage has no place. */
function boxOf(drawn: Drawn, boxes: Map<Box, Drawn>): Box {
  const isOpen = drawn.item.getAttribute('aria-expanded') !== 'false';
  const box = {
    width: drawn.card.offsetWidth,
    height: drawn.card.offsetHeight,
    inputs: isOpen ? drawn.inputs.map((input) => boxOf(input, boxes)) : [],
  };
  boxes.set(box, drawn);
  return box;
}

function isTimed({ ownMs, inputs }: PlanStage): boolean {
  return (ownMs ?? 0) > 0 || inputs.some(isTimed);
}
