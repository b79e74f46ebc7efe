import type { DuplicateCount } from '../model/duplicates.js';
import { duplicatesPipeline, plainDuplicatesPipeline } from '../model/duplicates-pipeline.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { counted } from './index-words.js';
import { shellCollection, shellValue } from './shell-text.js';

/**
 * What lists the duplicates of a unique index, to be pasted into mongosh. `isPlain`: no array is on the way to its
 * values, as a count tells; else each element of an array counts, which takes a longer aggregation.
 */
export function duplicatesCommand(
  collection: string,
  index: Pick<IndexSpecification, 'key' | 'options'>,
  isPlain: boolean,
): string {
  const stages = isPlain
    ? plainDuplicatesPipeline(index)
    : [...duplicatesPipeline(index), { $sort: { documents: -1 } }];
  const { collation } = index.options;
  const options = { allowDiskUse: true, ...(collation === undefined ? {} : { collation }) };
  const lines = stages.map((stage) => `  ${shellValue(stage)}`);
  return `${shellCollection(collection)}.aggregate([\n${lines.join(',\n')}\n], ${shellValue(options)})`;
}

/** `3 keys are in 7 documents: email "a@b.c" (2), …`; or that there are none. */
export function duplicatesSentence({ keys, documents, first }: DuplicateCount): string {
  if (keys === 0) return 'No duplicates: a unique index can be built now.';
  const some = first.map(({ values, documents }) => {
    const text = values.map(([path, value]) => `${path}: ${shortText(shellValue(value))}`).join(', ');
    return `${text} (${counted(documents, 'document')})`;
  });
  const rest = keys > first.length ? `; and ${counted(keys - first.length, 'more key')}` : '';
  return `${counted(keys, 'key')} in ${counted(documents, 'document')}: ${some.join('; ')}${rest}.`;
}

function shortText(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
