import type { Advice, AdviceRule } from '../model/advice.js';
import type { Comparison } from '../model/comparison.js';
import type { Place } from '../model/place.js';
import { bytes, uses } from './index-words.js';

/** Advice with its collection. */
export interface GivenAdvice {
  readonly collection: string;
  readonly advice: Advice;
}

export function allAdvice({ collections }: Comparison): GivenAdvice[] {
  return collections.flatMap(({ collection, advice }) =>
    advice.map((each) => ({ collection, advice: each })),
  );
}

/** What it is called beside an index or a collection, where the whole sentence has no room. */
export const adviceLabels: Readonly<Record<AdviceRule, string>> = {
  'over-budget': 'over budget',
  'redundant-prefix': 'redundant',
  'duplicate-index': 'duplicate',
  unused: 'unused',
};

/** What was found and why, what was measured, and what would settle it. */
export function adviceText(advice: Advice): string {
  return [advice.message, evidenceText(advice), advice.change].filter(Boolean).join(' ');
}

/** As tools show it that annotate code, away from its collection. */
export function adviceSentence({ collection, advice }: GivenAdvice, database: string): string {
  return `In \`${collection}\` of \`${database}\`: ${adviceText(advice)}`;
}

/** Where code defines the index that it is about. */
export function definitionOf({ collection, advice }: GivenAdvice, comparison: Comparison): Place | undefined {
  const compared = comparison.collections.find((one) => one.collection === collection);
  return compared?.indexes.find(({ name }) => name === advice.indexes[0])?.defined?.place;
}

/** What is not known is left out, never shown as 0; empty where nothing is known. */
function evidenceText({ evidence, indexes, rule }: Advice): string {
  const { indexBytes, documentBytes, usage } = evidence;
  if (indexBytes === null) return '';
  if (indexes.length === 0) {
    return documentBytes === null
      ? `The indexes take ${bytes(indexBytes)}.`
      : `The indexes take ${bytes(indexBytes)}, the documents ${bytes(documentBytes)}.`;
  }
  const isSaid = rule === 'unused' || usage === null;
  const used = isSaid ? '' : ` and has had ${uses(usage.ops)} since ${usage.since.slice(0, 10)}`;
  return `It takes ${bytes(indexBytes)}${used}.`;
}
