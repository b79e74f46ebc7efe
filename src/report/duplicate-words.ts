import type { DuplicateCount } from '../model/duplicates.js';
import type { TonedWords } from '../model/panel-messages.js';
import { counted } from './index-words.js';
import { shellValue } from './shell-text.js';

/** What an exact count of duplicates found. */
export function duplicatesWords({ keys, documents, first }: DuplicateCount): TonedWords {
  if (keys === 0) return { tone: 'good', words: 'Counted: no two documents have the same key.' };
  const some = first.map(({ values, documents }) => {
    const pairs = Object.entries(values).map(([path, value]) => `${path}: ${shellValue(value)}`);
    return `${pairs.join(', ')} (${documents.toLocaleString('en-US')} times)`;
  });
  const more = keys > first.length ? `; and ${counted(keys - first.length, 'key')} more` : '';
  return {
    tone: 'bad',
    words: `Counted: ${counted(documents, 'document')} share ${counted(keys, 'key')}: ${some.join('; ')}${more}. The server would refuse it.`,
  };
}
