import type { PanelAction } from '../src/model/messages.js';

/** A listener that asks the host for something. */
export type Ask = (type: PanelAction, id?: string, text?: string) => () => void;
