import { copy } from '../host/clipboard.js';
import type { Target } from '../host/contributions.js';
import { keyPatternText } from '../report/index-words.js';

/** Puts the key pattern on the clipboard as a shell or a driver takes it. */
export async function copyKeyPattern(target: Target | null): Promise<void> {
  if (target?.kind !== 'index') return;
  await copy(keyPatternText(target.key), 'Key pattern');
}
