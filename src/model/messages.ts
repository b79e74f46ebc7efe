import type { Explanation } from './explanation.js';
import type { ValueOrigin } from './query.js';

/** What the explain panel draws: an explanation, and what of it only the host can put into words. */
export interface ExplainView {
  readonly explanation: Explanation;
  /** `Contact.findOne` */
  readonly title: string;
  /** `services/contacts.js:12`, for people. */
  readonly place: string;
  /** The command as one types it into mongosh. */
  readonly command: string;
  /** Values as one types them into mongosh. */
  readonly values: readonly { readonly path: string; readonly value: string; readonly from: ValueOrigin }[];
  readonly canRerun: boolean;
}

/** From the host to the webview. Each replaces what the panel shows, except that a busy one leaves it readable. */
export type ToPanel =
  | { readonly type: 'explanation'; readonly view: ExplainView }
  | { readonly type: 'busy'; readonly title: string }
  | { readonly type: 'failed'; readonly title: string; readonly message: string; readonly next: string };

const actions = ['ready', 'rerun', 'copy-markdown', 'copy-command', 'go-to-query', 'open-raw'] as const;

/** From the webview to the host: what the user asks for. `ready`: the webview listens. */
export interface FromPanel {
  readonly type: (typeof actions)[number];
}

/** Null: no message of ours. */
export function readFromPanel(message: unknown): FromPanel | null {
  const type = typeOf(message);
  const action = actions.find((known) => known === type);
  return action === undefined ? null : { type: action };
}

/** Null: no message of ours. The host is trusted with the rest: both ends are built together. */
export function readToPanel(message: unknown): ToPanel | null {
  const type = typeOf(message);
  return type === 'explanation' || type === 'busy' || type === 'failed' ? (message as ToPanel) : null;
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}
