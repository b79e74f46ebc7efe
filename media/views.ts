import { collectionOfCommand } from '../src/model/command.js';
import type { ExplainView, ToPanel } from '../src/model/messages.js';
import type { Verdict } from '../src/model/plan.js';
import { button, element, icon, number } from './element.js';
import type { Ask } from './ask.js';
import { historySection } from './history.js';
import { noticesView } from './notices.js';
import { optionalParts } from './optional-parts.js';
import { planTree } from './plan-tree.js';
import { valuesTable } from './values.js';

const circle = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13';
const verdicts: Readonly<Record<Verdict, { readonly word: string; readonly paths: readonly string[] }>> = {
  good: { word: 'Good', paths: [circle, 'M5 8.2l2.1 2.1L11 6.2'] },
  warning: { word: 'Could be better', paths: ['M8 1.8L15 14H1z', 'M8 6.2v3.6', 'M8 11.6v.6'] },
  bad: { word: 'Needs attention', paths: [circle, 'M5.6 5.6l4.8 4.8', 'M10.4 5.6l-4.8 4.8'] },
};

export function resultView(view: ExplainView, ask: Ask): HTMLElement {
  const { explanation } = view;
  const { plan } = explanation;
  return element(
    'main',
    {},
    header(view, ask),
    verdict(view),
    noticesView(view, ask),
    figures(view),
    section('Plan', planTree(plan.winning, plan.metrics?.ms ?? null)),
    section('Query', commandBlock(view, ask), optionalParts(view, ask), valuesTable(view, ask)),
    plan.rejected.length > 0
      ? folded(`Rejected plans (${plan.rejected.length})`, () =>
          plan.rejected.map(({ plan: lost, reason }, at) =>
            element(
              'div',
              { class: 'rejected' },
              element('h3', {}, `Plan ${at + 1}`),
              element('p', { class: 'faint' }, reason),
              planTree(lost, null),
            ),
          ),
        )
      : null,
    historySection(view, ask),
    folded('Raw explain output', () => [
      element('div', { class: 'actions' }, button('Open in Editor', ask('open-raw'))),
      element('pre', { class: 'raw', tabindex: 0 }, JSON.stringify(plan.raw, null, 2)),
    ]),
  );
}

function header({ title, place, explanation }: ExplainView, ask: Ask): HTMLElement {
  const { database, command, documents } = explanation;
  const link = button(place, ask('go-to-query'), 'link');
  link.title = 'Go to the query';
  const size = documents === null ? '' : ` · ${count(documents, 'document')}`;
  return element(
    'header',
    {},
    element(
      'div',
      { class: 'where' },
      element('h1', {}, title),
      element('p', { class: 'faint' }, link, ` · ${database}.${collectionOfCommand(command)}${size}`),
    ),
    element(
      'div',
      { class: 'actions' },
      button('Run Again', ask('rerun'), 'main'),
      button('Copy as Markdown', ask('copy-markdown')),
    ),
  );
}

function verdict({ explanation }: ExplainView): HTMLElement {
  const { verdict, headline, reasons } = explanation.assessment;
  const { word, paths } = verdicts[verdict];
  const incomplete = explanation.query.complete ? [] : explanation.query.problems;
  return element(
    'section',
    { class: `verdict ${verdict}`, 'aria-label': 'Verdict', role: 'status' },
    icon(paths, 'mark'),
    element(
      'div',
      {},
      element('p', { class: 'word' }, word),
      element('h2', {}, headline),
      reasons.length + incomplete.length > 0
        ? element(
            'ul',
            {},
            ...reasons.map(({ message, rule }) => element('li', { title: rule }, message)),
            ...incomplete.map(({ message }) =>
              element('li', {}, `Part of the query could not be read: ${message}`),
            ),
          )
        : null,
    ),
  );
}

function figures({ explanation }: ExplainView): HTMLElement {
  const { metrics } = explanation.plan;
  if (!metrics) {
    return element(
      'p',
      { class: 'faint' },
      'The server planned the query without running it, so there are no figures.',
    );
  }
  return element(
    'dl',
    { class: 'figures' },
    figure('Returned', metrics.returned === null ? '–' : number(metrics.returned)),
    figure('Documents examined', number(metrics.docsExamined)),
    figure('Keys examined', number(metrics.keysExamined)),
    figure('Time', number(metrics.ms), 'ms'),
  );
}

function figure(name: string, value: string, unit = ''): HTMLElement {
  const shown = element('dd', {}, value, unit === '' ? null : element('span', { class: 'unit' }, ` ${unit}`));
  return element('div', {}, element('dt', {}, name), shown);
}

function commandBlock({ command }: ExplainView, ask: Ask): HTMLElement {
  return element(
    'div',
    { class: 'command' },
    element('pre', { tabindex: 0, 'aria-label': 'Command' }, command),
    button('Copy', ask('copy-command')),
  );
}

export function section(title: string, ...children: readonly (Node | null)[]): HTMLElement {
  return element('section', { 'aria-label': title }, element('h2', { class: 'title' }, title), ...children);
}

/** The content is made when it is first opened: raw output may be megabytes. */
function folded(title: string, content: () => readonly Node[]): HTMLElement {
  const made = element('details', {}, element('summary', {}, title));
  made.addEventListener(
    'toggle',
    () => {
      made.append(...content());
    },
    { once: true },
  );
  return made;
}

export function busyView(title: string): HTMLElement {
  return element(
    'div',
    { class: 'busy', role: 'status' },
    element('span', { class: 'bar' }),
    `Explaining ${title}…`,
  );
}

export function failedView({ title, message, next }: ToPanel & { type: 'failed' }, ask: Ask): HTMLElement {
  return element(
    'main',
    {},
    element('header', {}, element('h1', {}, title)),
    element(
      'section',
      { class: 'verdict bad', role: 'alert' },
      icon(verdicts.bad.paths, 'mark'),
      element(
        'div',
        {},
        element('h2', {}, message),
        element('p', {}, next),
        element('div', { class: 'actions' }, button('Try Again', ask('rerun'), 'main')),
      ),
    ),
  );
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
