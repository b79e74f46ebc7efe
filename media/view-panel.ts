import { readView, type Ask, type ViewMessage } from '../src/model/panel-messages.js';
import { element } from './element.js';
import { patch } from './patch.js';
import { afterPress } from './press.js';

interface Host {
  postMessage(message: Ask<string>): void;
}

declare function acquireVsCodeApi(): Host;

/**
 * Draws each view that the host sends, and tells the host what is pressed or ticked: a button by its `data-ask`, a box
 * as `tick` or `untick`, each with its `data-id`. `#headline` takes over a focus that is gone.
 */
export function drawViews(drawing: (view: never) => HTMLElement): void {
  const host = acquireVsCodeApi();
  const app = document.getElementById('app') ?? document.body.appendChild(element('div'));
  let asked = 0;
  const ask = (type: string, id: string | null): void => {
    host.postMessage({ type, id, count: ++asked });
  };
  const draw = ({ view, answers }: ViewMessage<never>): void => {
    if (answers < asked) return;
    const focused = document.activeElement;
    const next = element('div', { id: 'app' });
    next.append(drawing(view));
    patch(app, next);
    // The button that was pressed is gone: the headline says what came of it.
    if (focused instanceof HTMLElement && focused !== document.body && !focused.isConnected)
      app.querySelector<HTMLElement>('#headline')?.focus();
  };

  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const message = readView(data);
    if (message)
      afterPress(() => {
        draw(message);
      });
  });
  app.addEventListener('click', ({ target }) => {
    const pressed = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-ask]') : null;
    if (pressed) ask(pressed.dataset.ask ?? '', pressed.dataset.id ?? null);
  });
  app.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'checkbox')
      ask(target.checked ? 'tick' : 'untick', target.dataset.id ?? null);
  });
  ask('ready', null);
}
