import './panel.css';
import './explain.css';

import { type FromPanel, readToPanel, type ToPanel } from '../src/model/messages.js';
import { element } from './element.js';
import { busyView, failedView, resultView } from './views.js';

interface Host {
  postMessage(message: FromPanel): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const app = document.getElementById('app') ?? document.body.appendChild(element('div'));
const ask = (type: FromPanel['type']) => (): void => {
  host.postMessage({ type });
};

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = readToPanel(data);
  if (message) draw(message);
});
ask('ready')();

function draw(message: ToPanel): void {
  app.ariaBusy = String(message.type === 'busy');
  switch (message.type) {
    case 'explanation':
      app.replaceChildren(resultView(message.view, ask));
      break;
    case 'failed':
      app.replaceChildren(failedView(message, ask));
      break;
    case 'busy':
      // What was there stays readable while the server works.
      app.querySelector('.busy')?.remove();
      app.prepend(busyView(message.title));
  }
}
