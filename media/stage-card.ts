import type { PlanStage } from '../src/model/plan.js';
import { element, icon, number } from './element.js';

const chevron = ['M4 6l4 4l4-4'];
/** Told on the card; the rest stands in the details. */
const onCard = new Set([
  'bounds',
  'arrays',
  'filter',
  'match',
  'order',
  'group by',
  'join',
  'strategy',
  'writes',
  'disk',
]);

/** Told without its name. */
const saidByText = new Set(['bounds', 'writes']);

/** One stage of the drawing. `total`: the query's time in ms, for the bar; null: no bar. */
export function stageCard(stage: PlanStage, total: number | null): HTMLElement {
  const { branch, index, does, facts, isDominant } = stage;
  return element(
    'div',
    { class: isDominant ? 'card dominant' : 'card' },
    branch === null ? null : element('div', { class: 'branch' }, branch),
    element(
      'div',
      { class: 'head' },
      element('strong', { class: stage.stage === 'COLLSCAN' ? 'scan' : null }, stage.stage),
      element('span', { class: 'faint' }, does),
      stage.inputs.length > 0 ? icon(chevron, 'twisty') : null,
    ),
    index === null ? null : element('code', { class: 'index' }, index),
    ...facts
      .filter(({ name }) => onCard.has(name))
      .map(({ name, text }) =>
        element(
          'div',
          { class: 'note', title: `${name}: ${text}` },
          saidByText.has(name) ? text : `${name} ${text}`,
        ),
      ),
    figuresLine(stage),
    total === null || !stage.ownMs ? null : timeBar(stage.ownMs, total),
    isDominant ? element('div', { class: 'badge' }, 'takes the most') : null,
  );
}

function figuresLine({ keysExamined, docsExamined }: PlanStage): HTMLElement | null {
  const figures = [
    keysExamined === null ? null : `${number(keysExamined)} ${keysExamined === 1 ? 'key' : 'keys'}`,
    docsExamined === null ? null : `${number(docsExamined)} ${docsExamined === 1 ? 'document' : 'documents'}`,
  ].filter((figure) => figure !== null);
  return figures.length === 0 ? null : element('div', { class: 'reads' }, figures.join(', '), ' examined');
}

function timeBar(ms: number, total: number): HTMLElement {
  const bar = element('span', { class: 'bar' });
  bar.style.width = `${Math.min(100, (ms / Math.max(total, 1)) * 100)}%`;
  return element(
    'div',
    { class: 'time', title: 'Own time, without that of the stages below' },
    element('span', { class: 'track' }, bar),
    element('span', { class: 'number' }, `${number(ms)} ms`),
  );
}

/** The card for those who do not see it. */
export function spokenStage(stage: PlanStage): string {
  const { index, returned, docsExamined, keysExamined, ownMs, branch, does, facts, isDominant } = stage;
  return [
    branch,
    `${stage.stage}${index === null ? '' : ` on ${index}`}`,
    does,
    returned === null ? null : `${number(returned)} returned`,
    docsExamined === null ? null : `${number(docsExamined)} documents examined`,
    keysExamined === null ? null : `${number(keysExamined)} keys examined`,
    ownMs === null ? null : `${number(ownMs)} milliseconds of its own`,
    isDominant ? 'takes the most' : null,
    ...facts
      .filter(({ name }) => onCard.has(name))
      .map(({ name, text }) => (name === 'writes' ? text : `${name} ${text}`)),
  ]
    .filter((part) => part !== null && part !== '')
    .join(', ');
}
