import './panel.css';
import './ensure.css';

import { type EnsureAsk, readEnsureMessage } from '../src/model/ensure-view.js';
import { element } from './element.js';
import { ensureDrawing } from './ensure-drawing.js';
import { patch } from './patch.js';

interface Host {
  postMessage(message: EnsureAsk): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const app = document.getElementById('app') ?? document.body.appendChild(element('div'));

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readEnsureMessage(data);
  if (!message) return;
  const focused = document.activeElement;
  const next = element('div', { id: 'app' });
  next.append(ensureDrawing(message.view));
  patch(app, next);
  // The button that was pressed is gone: the headline says what came of it.
  if (focused instanceof HTMLElement && focused !== document.body && !focused.isConnected)
    app.querySelector<HTMLElement>('#headline')?.focus();
});

app.addEventListener('click', ({ target }) => {
  const pressed = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-ask]') : null;
  if (pressed) ask(pressed, pressed.dataset.ask);
});
app.addEventListener('change', ({ target }) => {
  if (target instanceof HTMLInputElement) ask(target, target.checked ? 'tick' : 'untick');
});
host.postMessage({ type: 'ready', id: null });

/** The type is one that the host gave with the view. */
function ask({ dataset }: HTMLElement, type = ''): void {
  host.postMessage({ type: type as EnsureAsk['type'], id: dataset.id ?? null });
}
