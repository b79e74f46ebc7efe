import type { ExplainView } from '../src/model/explain-messages.js';
import type { Reason, Verdict } from '../src/model/plan.js';
import { element, icon } from './element.js';

const circle = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13';
const marks: Readonly<Record<Reason['weight'], readonly string[]>> = {
  good: [circle, 'M5 8.2l2.1 2.1L11 6.2'],
  warning: ['M8 1.8L15 14H1z', 'M8 6.2v3.6', 'M8 11.6v.6'],
  bad: [circle, 'M5.6 5.6l4.8 4.8', 'M10.4 5.6l-4.8 4.8'],
  note: [circle, 'M8 7.4v3.8', 'M8 4.6v.6'],
};

const words: Readonly<Record<Verdict, string>> = {
  good: 'Good',
  warning: 'Could be better',
  bad: 'Needs attention',
};

/** For screen readers, to whom the marks say nothing. */
const spoken: Readonly<Record<Reason['weight'], string>> = {
  good: 'Good: ',
  warning: 'Warning: ',
  bad: 'Bad: ',
  note: 'Note: ',
};

/** The verdict in words, then what it rests on, worst first. */
export function verdictView({ explanation }: ExplainView): HTMLElement {
  const { verdict, headline, reasons } = explanation.assessment;
  const incomplete = explanation.query.complete ? [] : explanation.query.problems;
  const items = [
    ...reasons.map(reasonView),
    ...incomplete.map(({ message }) => item('note', `Part of the query could not be read: ${message}`, null)),
  ];
  return element(
    'section',
    { class: `verdict ${verdict}`, 'aria-label': 'Verdict', role: 'status' },
    icon(marks[verdict], 'mark'),
    element(
      'div',
      {},
      element('p', { class: 'word' }, words[verdict]),
      element('h2', { id: 'headline', tabindex: -1 }, headline),
      items.length > 0 ? element('ul', { class: 'reasons' }, ...items) : null,
    ),
  );
}

function reasonView({ weight, message, number, rule }: Reason): HTMLElement {
  const made = item(weight, message, `rule ${number}`);
  made.title = `Rule ${number} of docs/plan-rules.md: ${rule}`;
  return made;
}

function item(weight: Reason['weight'], message: string, source: string | null): HTMLElement {
  return element(
    'li',
    { class: `reason-${weight}` },
    icon(marks[weight], 'weight'),
    element(
      'span',
      {},
      element('span', { class: 'hidden' }, spoken[weight]),
      message,
      source === null ? null : element('span', { class: 'faint rule' }, ` ${source}`),
    ),
  );
}

/** What went wrong where there is no explanation. */
export function troubleView(...children: readonly Node[]): HTMLElement {
  return element(
    'section',
    { class: 'verdict bad', role: 'alert' },
    icon(marks.bad, 'mark'),
    element('div', {}, ...children),
  );
}
