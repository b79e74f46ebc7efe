import type { Explanation } from './explanation.js';
import type { Verdict } from './plan.js';
import type { FilledHole, SampleChoice, ValueOrigin } from './query.js';

/** A value of the explained command, in words. */
export interface ShownValue {
  readonly path: string;
  /** As one types it into mongosh. */
  readonly value: string;
  readonly from: ValueOrigin;
  /** `a document of contacts` */
  readonly source: string;
  /** Where it may be edited; null: the code gives it. */
  readonly hole: FilledHole | null;
}

/** A part of the query that only some ways through the code write. */
export interface ShownPart {
  readonly id: string;
  readonly path: string;
  readonly included: boolean;
}

/** One run in a table that holds it beside others. Null is what the server did not tell. */
export interface FiguresRow {
  readonly label: string;
  readonly verdict: Verdict | null;
  /** `IXSCAN companyId_1`, or why there is no plan. */
  readonly plan: string;
  readonly returned: number | null;
  readonly docsExamined: number | null;
  readonly keysExamined: number | null;
  readonly ms: number | null;
}

interface FiguresTable {
  readonly rows: readonly FiguresRow[];
  readonly notes: readonly string[];
}

/** A button of the host's. */
export interface PanelButton {
  readonly type: PanelAction;
  readonly label: string;
  readonly tooltip: string;
}

/** An index that would serve the query. */
export interface ShownAdvice {
  readonly id: string;
  /** `{ companyId: 1, status: 1 }` */
  readonly key: string;
  readonly title: string;
  readonly reason: string;
  readonly buttons: readonly PanelButton[];
}

/** What the explain panel draws: an explanation, and what of it only the host can put into words. */
export interface ExplainView {
  readonly explanation: Explanation;
  /** `Contact.findOne` */
  readonly title: string;
  /** `services/contacts.js:12`, for people. */
  readonly place: string;
  /** The command as one types it into mongosh. */
  readonly command: string;
  /** Whole sentences about this run: that the query was only planned, and why. */
  readonly notices: readonly string[];
  /** What to do about them. */
  readonly buttons: readonly PanelButton[];
  readonly values: readonly ShownValue[];
  /** Null: no value comes from a document. */
  readonly choice: SampleChoice | null;
  readonly parts: readonly ShownPart[];
  readonly advice: readonly ShownAdvice[];
  /** Runs beside each other that prove something: with and without an index. Null: none was asked for. */
  readonly proof: (FiguresTable & { readonly title: string }) | null;
  readonly proofButtons: readonly PanelButton[];
  /** Earlier runs of this query shape, the latest first. */
  readonly history: readonly FiguresRow[];
}

/** From the host to the webview. Each replaces what the panel shows, except that a busy one leaves it readable. */
export type ToPanel =
  | { readonly type: 'explanation'; readonly view: ExplainView }
  | { readonly type: 'busy'; readonly title: string }
  | { readonly type: 'failed'; readonly title: string; readonly message: string; readonly next: string }
  /** What is wrong with a text that is being typed for a value; null: nothing. */
  | { readonly type: 'checked'; readonly id: string; readonly text: string; readonly problem: string | null };

const actions = [
  'ready',
  'rerun',
  'copy-markdown',
  'copy-command',
  'go-to-query',
  'open-raw',
  // `id`: the hole; `text`: as it was typed.
  'check-value',
  'set-value',
  'forget-value',
  // `id`: the part.
  'include-part',
  'omit-part',
  'sample-typical',
  'sample-extreme',
  'run-for-figures',
  'run-longer',
  'compare-full-scan',
  'forget-history',
  // `id`: the advice.
  'create-index',
  'extend-index',
  'unhide-index',
  'add-to-model',
  'copy-index',
  'try-index',
] as const;

type PanelAction = (typeof actions)[number];

/** From the webview to the host: what the user asks for. `ready`: the webview listens. */
export interface FromPanel {
  readonly type: PanelAction;
  readonly id: string | null;
  readonly text: string | null;
}

/** Null: no message of ours. */
export function readFromPanel(message: unknown): FromPanel | null {
  const type = typeOf(message);
  const action = actions.find((known) => known === type);
  return action === undefined
    ? null
    : { type: action, id: textIn(message, 'id'), text: textIn(message, 'text') };
}

/** Null: no message of ours. The host is trusted with the rest: both ends are built together. */
export function readToPanel(message: unknown): ToPanel | null {
  const type = typeOf(message);
  const isOurs = type === 'explanation' || type === 'busy' || type === 'failed' || type === 'checked';
  return isOurs ? (message as ToPanel) : null;
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}

function textIn(message: unknown, key: 'id' | 'text'): string | null {
  const value = (message as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : null;
}
