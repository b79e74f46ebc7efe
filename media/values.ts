import type { ExplainView, ShownValue, ToPanel } from '../src/model/explain-messages.js';
import type { SampleChoice } from '../src/model/query.js';
import { askingButton, type Ask } from './ask.js';
import { element } from './element.js';

const choices: Readonly<Record<SampleChoice, string>> = {
  typical: 'typical',
  extreme: 'most frequent',
};

/** What the query was explained with. Values that the code does not give are edited in place; Enter runs again. */
export function valuesTable({ values, choice }: ExplainView, ask: Ask): HTMLElement | null {
  if (values.length === 0) return null;
  return element(
    'div',
    { class: 'values' },
    element(
      'table',
      {},
      element('caption', { class: 'hidden' }, 'Values of the query'),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['Path', 'Value', 'Where from'].map((text) => element('th', { scope: 'col' }, text)),
        ),
      ),
      element('tbody', {}, ...values.map((value) => rowOf(value, ask))),
    ),
    choice && choiceOf(choice, ask),
    values.some(({ from }) => from === 'placeholder')
      ? element(
          'p',
          { class: 'faint' },
          'A placeholder stands for a value that no document of the collection gives: write one over it.',
        )
      : null,
  );
}

function rowOf(value: ShownValue, ask: Ask): HTMLElement {
  const { path, from, source, hole } = value;
  return element(
    'tr',
    { class: from },
    element(
      'td',
      {},
      element('code', {}, path),
      hole && hole.text !== path ? element('span', { class: 'faint' }, ` ${hole.text}`) : null,
    ),
    element('td', {}, hole ? editable(value, hole.id, ask) : element('code', {}, value.value)),
    element(
      'td',
      {},
      source,
      from === 'input' && hole
        ? askingButton(ask, { type: 'forget-value', label: 'Forget' }, { id: hole.id, className: 'link' })
        : null,
    ),
  );
}

function editable({ path, value }: ShownValue, id: string, ask: Ask): HTMLElement {
  const problem = element('p', { class: 'problem', id: `problem ${id}`, 'aria-live': 'polite' });
  const field = element('input', {
    id: `value ${id}`,
    class: 'value',
    type: 'text',
    value,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-label': `Value of ${path}`,
    'aria-describedby': `problem ${id}`,
  });
  field.addEventListener('input', () => {
    ask('check-value', id, field.value)();
  });
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') {
      field.defaultValue = field.value;
      ask('set-value', id, field.value)();
    }
    if (key === 'Escape') {
      field.value = value;
      mark(field, null);
    }
  });
  return element('div', {}, field, problem);
}

/** Takes over what was typed and not asked for yet. */
export function goOnTyping(before: HTMLInputElement, field: HTMLInputElement): void {
  if (before.type !== 'text' || before.value === before.defaultValue) return;
  field.value = before.value;
  field.setSelectionRange(before.selectionStart, before.selectionEnd);
}

/** Marks a field whose text is no value, and says why. An answer about an earlier text is passed over. */
export function showChecked({ id, text, problem }: ToPanel & { readonly type: 'checked' }): void {
  const field = document.getElementById(`value ${id}`);
  if (field instanceof HTMLInputElement && field.value === text) mark(field, problem);
}

function mark(field: HTMLInputElement, problem: string | null): void {
  field.setAttribute('aria-invalid', String(problem !== null));
  const said = field.parentElement?.querySelector('.problem');
  if (said) said.textContent = problem ?? '';
}

function choiceOf(present: SampleChoice, ask: Ask): HTMLElement {
  return element(
    'fieldset',
    { class: 'choice' },
    element('legend', { class: 'faint' }, 'Values of documents:'),
    ...(['typical', 'extreme'] as const).map((choice) => {
      const radio = element('input', {
        type: 'radio',
        name: 'choice',
        id: `choice ${choice}`,
        checked: choice === present,
      });
      radio.addEventListener('change', ask(choice === 'typical' ? 'sample-typical' : 'sample-extreme'));
      return element('label', {}, radio, choices[choice]);
    }),
  );
}
