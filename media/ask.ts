import type { FromPanel } from '../src/model/explain-messages.js';

/** A listener that asks the host for something. */
export type Ask = (type: FromPanel['type'], id?: string, text?: string) => () => void;
