// What panels and their webviews tell each other. A panel draws what its view says; the host puts everything in words.

/** `new`: it will be created. `calm`: nothing to say. */
type Tone = 'calm' | 'new' | 'busy' | 'good' | 'warning' | 'bad';

export interface TonedWords {
  readonly tone: Tone;
  readonly words: string;
}

/** From a webview to the host: what the user asks for. `ready`: the webview listens. */
export interface Ask<Type extends string> {
  readonly type: Type | 'ready';
  /** What is meant, by an id that the view gave; null: all of it. */
  readonly id: string | null;
  /** The how-manieth ask of this webview it is, from 1. */
  readonly count: number;
}

export interface AskButton<Type extends string> {
  readonly type: Type;
  readonly label: string;
  readonly main: boolean;
  readonly enabled: boolean;
  /** What is meant; left out: all of it. */
  readonly id?: string;
}

/**
 * From the host to a webview: it replaces what the panel shows. Every ask is answered by one; a webview that has asked
 * for more since waits for the answer to that, which an earlier view would take back for a moment.
 */
export interface ViewMessage<View> {
  readonly type: 'view';
  readonly view: View;
  /** The `count` of the last ask that it takes in. */
  readonly answers: number;
}

/** Null: no message of ours. */
export function readAsk<Type extends string>(asks: readonly Type[], message: unknown): Ask<Type> | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  const type = message.type === 'ready' ? 'ready' : asks.find((known) => known === message.type);
  const id = 'id' in message ? message.id : null;
  const count = 'count' in message ? message.count : null;
  return type !== undefined && isTextOrNull(id) && typeof count === 'number' ? { type, id, count } : null;
}

/** Null: no message of ours. The host is trusted with the view: both ends are built together. */
export function readView(message: unknown): ViewMessage<never> | null {
  const isOurs =
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'view' &&
    'view' in message;
  return isOurs ? (message as ViewMessage<never>) : null;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
