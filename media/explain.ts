import './panel.css';
import './explain.css';
import './explain-sections.css';

import { type FromPanel, readToPanel, type ToPanel } from '../src/model/explain-messages.js';
import type { Ask } from './ask.js';
import { element } from './element.js';
import { showChecked } from './values.js';
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
      replace(resultView(message.view, ask));
      break;
    case 'failed':
      replace(failedView(message, ask));
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

/** A new view; whoever was editing a value goes on in the same field. */
function replace(view: HTMLElement): void {
  const focused = document.activeElement?.id ?? '';
  app.ariaBusy = 'false';
  app.replaceChildren(view);
  if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
}
