import type { PlanStage } from '../src/model/plan.js';
import { element, number } from './element.js';
import { folded } from './section.js';

/** All that is known of one stage: in words, then as the server says it. */
export function stageDetails(stage: PlanStage): readonly Node[] {
  const { facts, details, engine, index } = stage;
  const rows = [...figuresOf(stage), ...facts.map(({ name, text }) => [name, text] as const)];
  return [
    element(
      'h3',
      {},
      stage.stage,
      ' ',
      index === null ? null : element('code', { class: 'index' }, index),
      element('span', { class: 'faint' }, ` ${stage.does}`),
    ),
    element(
      'table',
      { class: 'facts' },
      element('caption', { class: 'hidden' }, `What is known of ${stage.stage}`),
      element(
        'tbody',
        {},
        ...rows.map(([name, text]) =>
          element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, text)),
        ),
      ),
    ),
    folded('As the server says it', () => [
      element(
        'pre',
        { class: 'raw', tabindex: 0, 'aria-label': `${stage.stage} as the server says it` },
        JSON.stringify(details, null, 2),
      ),
    ]),
    ...(engine.length === 0
      ? []
      : [folded(`Stages of the slot-based engine (${engine.length})`, () => [engineTable(stage)])]),
  ];
}

function figuresOf(stage: PlanStage): readonly (readonly [name: string, text: string])[] {
  const { rowsIn, returned, keysExamined, docsExamined, ms, ownMs } = stage;
  const told: readonly (readonly [string, number | null, string])[] = [
    ['rows in', rowsIn, ''],
    ['rows out', returned, ''],
    ['keys examined', keysExamined, ''],
    ['documents examined', docsExamined, ''],
    ['own time', ownMs, ' ms'],
    ['time with its inputs', ms, ' ms'],
  ];
  return told.flatMap(([name, value, unit]) => (value === null ? [] : [[name, `${number(value)}${unit}`]]));
}

function engineTable({ engine }: PlanStage): HTMLElement {
  return element(
    'table',
    {},
    element('caption', { class: 'hidden' }, 'Stages of the slot-based engine'),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Stage', 'Rows', 'Time', 'Counters'].map((head) => element('th', { scope: 'col' }, head)),
      ),
    ),
    element(
      'tbody',
      {},
      ...engine.map(({ stage, returned, ms, details }) =>
        element(
          'tr',
          {},
          element('td', {}, element('code', {}, stage)),
          element('td', {}, returned === null ? '–' : number(returned)),
          element('td', {}, ms === null ? '–' : `${number(ms)} ms`),
          element('td', { class: 'faint' }, countersOf(details)),
        ),
      ),
    ),
  );
}

function countersOf(details: PlanStage['details']): string {
  return Object.entries(details)
    .filter(([name, value]) => typeof value === 'number' && value !== 0 && !/Slot$|^planNodeId$/u.test(name))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`)
    .join(', ');
}
