import type { ExplainView } from '../src/model/explain-messages.js';
import { askingButton, type Ask } from './ask.js';
import { element } from './element.js';
import { figuresTable } from './figures-table.js';

/** Runs beside each other that show what an index does, and what can be shown. */
export function proofSection({ proof, proofButtons }: ExplainView, ask: Ask): HTMLElement | null {
  if (!proof && proofButtons.length === 0) return null;
  return element(
    'section',
    { 'aria-label': 'Proof' },
    element('h2', { class: 'title' }, 'Proof'),
    proof &&
      element(
        'div',
        { class: 'proof', role: 'status' },
        element('h3', {}, proof.title),
        figuresTable(proof.title, 'Run', proof.rows),
        ...proof.notes.map((note) => element('p', { class: 'faint' }, note)),
      ),
    element('div', { class: 'actions' }, ...proofButtons.map((one) => askingButton(ask, one))),
  );
}
