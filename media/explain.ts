import './panel.css';
import './explain.css';
import './explain-sections.css';

import { type FromPanel, readToPanel, type ToPanel } from '../src/model/explain-messages.js';
import type { Ask } from './ask.js';
import { element } from './element.js';
import { afterPress } from './press.js';
import { goOnTyping, showChecked } from './values.js';
import { busyView, failedView, resultView } from './views.js';

interface Host {
  postMessage(message: FromPanel): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const app = document.getElementById('app') ?? document.body.appendChild(element('div'));
const ask: Ask = (type, id, text) => () => {
  host.postMessage({ type, id: id ?? null, text: text ?? null });
};

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToPanel(data);
  if (message) draw(message);
});
ask('ready')();

function draw(message: ToPanel): void {
  switch (message.type) {
    case 'explanation':
      afterPress(() => {
        replace(resultView(message.view, ask));
      });
      break;
    case 'failed':
      afterPress(() => {
        replace(failedView(message, ask));
      });
      break;
    case 'busy':
      // What was there stays readable while the server works.
      app.ariaBusy = 'true';
      app.querySelector('.busy')?.remove();
      app.prepend(busyView(message.title));
      break;
    case 'checked':
      showChecked(message);
  }
}

/** A new view; whoever was at a button, or was editing a value, goes on there. */
function replace(view: HTMLElement): void {
  const focused = document.hasFocus() ? document.activeElement : null;
  app.ariaBusy = 'false';
  app.replaceChildren(view);
  if (!(focused instanceof HTMLElement) || focused.isConnected) return;
  const same = focused.id === '' ? null : document.getElementById(focused.id);
  if (focused instanceof HTMLInputElement && same instanceof HTMLInputElement) goOnTyping(focused, same);
  (same ?? document.getElementById('headline'))?.focus({ preventScroll: true });
}
