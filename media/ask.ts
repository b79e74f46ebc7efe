import type { FromPanel, PanelButton } from '../src/model/explain-messages.js';
import { button } from './element.js';

/** A listener that asks the host for something. */
export type Ask = (type: FromPanel['type'], id?: string, text?: string) => () => void;

/** A button that asks for it; by its id the next view's takes over the focus. */
export function askingButton(
  ask: Ask,
  { type, label, tooltip }: Omit<PanelButton, 'tooltip'> & { readonly tooltip?: string },
  { id, className }: { readonly id?: string; readonly className?: string } = {},
): HTMLButtonElement {
  const made = button(label, ask(type, id), className);
  made.id = `${type} ${id ?? ''}`;
  if (tooltip !== undefined) made.title = tooltip;
  return made;
}
