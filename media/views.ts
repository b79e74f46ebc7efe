import { collectionOfCommand } from '../src/model/command.js';
import type { ExplainView, ToPanel } from '../src/model/explain-messages.js';
import { element, number } from './element.js';
import { figuresView } from './figures.js';
import { askingButton, type Ask } from './ask.js';
import { adviceSection } from './advice.js';
import { historySection } from './history.js';
import { noticesView } from './notices.js';
import { proofSection } from './proof.js';
import { optionalParts } from './optional-parts.js';
import { planView } from './plan-view.js';
import { rawOutput } from './raw-output.js';
import { rejectedPlans } from './rejected-plans.js';
import { section } from './section.js';
import { valuesTable } from './values.js';
import { troubleView, verdictView } from './verdict.js';

export function resultView(view: ExplainView, ask: Ask): HTMLElement {
  const { explanation } = view;
  const { plan } = explanation;
  return element(
    'main',
    {},
    header(view, ask),
    verdictView(view),
    noticesView(view, ask),
    figuresView(plan),
    adviceSection(view, ask),
    proofSection(view, ask),
    section('Plan', planView(plan.winning, { total: plan.metrics?.ms ?? null, label: 'Plan' })),
    section('Query', commandBlock(view, ask), optionalParts(view, ask), valuesTable(view, ask)),
    rejectedPlans(plan),
    historySection(view, ask),
    rawOutput(plan.raw, ask('open-raw')),
  );
}

function header({ title, place, explanation }: ExplainView, ask: Ask): HTMLElement {
  const { database, command, documents } = explanation;
  const link = askingButton(
    ask,
    { type: 'go-to-query', label: place, tooltip: 'Go to the query' },
    { className: 'link' },
  );
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
      askingButton(ask, { type: 'rerun', label: 'Run Again' }, { className: 'main' }),
      askingButton(ask, { type: 'copy-markdown', label: 'Copy as Markdown' }),
    ),
  );
}

function commandBlock({ command }: ExplainView, ask: Ask): HTMLElement {
  return element(
    'div',
    { class: 'command' },
    element('pre', { tabindex: 0, 'aria-label': 'Command' }, command),
    askingButton(ask, { type: 'copy-command', label: 'Copy' }),
  );
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
    troubleView(
      element('h2', { id: 'headline', tabindex: -1 }, message),
      element('p', {}, next),
      element(
        'div',
        { class: 'actions' },
        askingButton(ask, { type: 'rerun', label: 'Try Again' }, { className: 'main' }),
      ),
    ),
  );
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
