import type { PlanStage } from '../src/model/plan.js';
import { element, icon, number } from './element.js';
import { stageNotes, stageWords } from './stage-words.js';
import { followKeys } from './tree-keys.js';

const chevron = ['M6 4l4 4l-4 4'];

/** A plan as a tree for eyes, keyboard and screen readers. `total`: the query's time in ms, for the bars. */
export function planTree(plan: PlanStage, total: number | null): HTMLElement {
  const ran = plan.returned !== null;
  const timed = total !== null && total > 0 && anyTime(plan);
  const tree = element('ul', { class: 'tree', role: 'tree', 'aria-label': 'Plan' }, node(plan, 1, 1, 1));
  tree.querySelector('[role=treeitem]')?.setAttribute('tabindex', '0');
  followKeys(tree);
  if (!ran) return tree;
  const heads = ['Stage', 'Returned', 'Documents', 'Keys', ...(timed ? ['Own time'] : [])];
  return element(
    'div',
    { class: timed ? 'plan timed' : 'plan' },
    element(
      'div',
      { class: 'row heads', 'aria-hidden': 'true' },
      ...heads.map((head) => element('span', {}, head)),
    ),
    tree,
  );

  function node(stage: PlanStage, level: number, at: number, of: number): HTMLElement {
    const leaf = stage.inputs.length === 0;
    const item = element('li', {
      role: 'treeitem',
      tabindex: -1,
      'aria-level': level,
      'aria-posinset': at,
      'aria-setsize': of,
      'aria-expanded': leaf ? null : 'true',
      'aria-label': spoken(stage),
    });
    const row = element('div', { class: 'row' }, nameCell(stage, level, leaf));
    if (ran) {
      row.append(cell(stage.returned), cell(stage.docsExamined), cell(stage.keysExamined));
      if (timed) row.append(timeCell(stage, total));
    }
    item.append(row);
    if (!leaf) {
      const inputs = stage.inputs.map((input, index) =>
        node(input, level + 1, index + 1, stage.inputs.length),
      );
      item.append(element('ul', { role: 'group' }, ...inputs));
    }
    return item;
  }
}

function nameCell(stage: PlanStage, level: number, leaf: boolean): HTMLElement {
  const made = element(
    'div',
    { class: 'name' },
    leaf ? element('span', { class: 'twisty' }) : icon(chevron, 'twisty'),
    element(
      'div',
      { class: 'stage' },
      element(
        'div',
        {},
        element('strong', { class: stage.stage === 'COLLSCAN' ? 'scan' : null }, stage.stage),
        stage.index === null ? null : element('code', { class: 'index' }, stage.index),
        element('span', { class: 'faint' }, stageWords(stage)),
      ),
      ...stageNotes(stage).map((note) => element('div', { class: 'note', title: note }, note)),
    ),
  );
  made.style.paddingInlineStart = `${(level - 1) * 18}px`;
  return made;
}

function cell(value: number | null): HTMLElement {
  return element(
    'span',
    { class: value === null ? 'number none' : 'number' },
    value === null ? '–' : number(value),
  );
}

function anyTime(stage: PlanStage): boolean {
  return (stage.ownMs ?? 0) > 0 || stage.inputs.some(anyTime);
}

function timeCell(stage: PlanStage, total: number): HTMLElement {
  const own = stage.ownMs;
  const bar = element('span', { class: 'bar' });
  bar.style.width = `${Math.min(100, ((own ?? 0) / total) * 100)}%`;
  return element(
    'span',
    { class: 'time' },
    element('span', { class: 'track' }, bar),
    element('span', { class: 'number' }, own === null ? '–' : `${number(own)} ms`),
  );
}

function spoken(stage: PlanStage): string {
  const { index, returned, docsExamined, keysExamined } = stage;
  return [
    `${stage.stage}${index === null ? '' : ` on ${index}`}`,
    stageWords(stage),
    returned === null ? '' : `${number(returned)} returned`,
    docsExamined === null ? '' : `${number(docsExamined)} documents examined`,
    keysExamined === null ? '' : `${number(keysExamined)} keys examined`,
    ...stageNotes(stage),
  ]
    .filter(Boolean)
    .join(', ');
}
