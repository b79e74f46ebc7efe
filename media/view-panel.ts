import { readView, type Ask } from '../src/model/panel-messages.js';
import { element } from './element.js';
import { patch } from './patch.js';

interface Host {
  postMessage(message: Ask<string>): void;
}

declare function acquireVsCodeApi(): Host;

/**
 * Draws each view that the host sends, and tells the host what is pressed, ticked or typed: a button by its `data-ask`,
 * a box as `tick` or `untick`, a field as `typed`, each with its `data-id`. `#headline` takes over a focus that is gone.
 */
export function drawViews(drawing: (view: never) => HTMLElement): void {
  const host = acquireVsCodeApi();
  const app = document.getElementById('app') ?? document.body.appendChild(element('div'));
  /** The type is one that the host gave with the view. */
  const ask = ({ dataset }: HTMLElement, type = '', text: string | null = null): void => {
    host.postMessage({ type, id: dataset.id ?? null, text });
  };

  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    // The host is trusted with what it sends: both ends are built together.
    const view = readView(data);
    if (view === null) return;
    const focused = document.activeElement;
    const next = element('div', { id: 'app' });
    next.append(drawing(view as never));
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
    if (target instanceof HTMLInputElement && target.type === 'checkbox')
      ask(target, target.checked ? 'tick' : 'untick');
  });
  app.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'text') ask(target, 'typed', target.value);
  });
  host.postMessage({ type: 'ready', id: null, text: null });
}
