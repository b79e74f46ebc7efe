import type { Comparison, FindingKind } from '../model/comparison.js';
import { adviceLabels, adviceSentence, allAdvice, definitionOf, type GivenAdvice } from './advice-words.js';
import { findings } from './findings.js';
import { annotation } from './github-annotation.js';
import { closingLine, findingSentence } from './status-words.js';

/**
 * Workflow commands that GitHub shows beside the code
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function checkGithub(comparison: Comparison, root: string, failOn: ReadonlySet<FindingKind>): string {
  const lines = findings(comparison).map(({ collection, index }) => {
    const title = `Index ${index.status}`;
    const sentence = findingSentence(collection, index, comparison.database);
    return annotation(
      failOn.has(index.status) ? 'error' : 'notice',
      title,
      sentence,
      index.defined?.place,
      root,
    );
  });
  const advice = allAdvice(comparison).map((given) => adviceLine(given, comparison, root, failOn));
  return [...lines, ...advice, closingLine(comparison)].join('\n');
}

function adviceLine(
  given: GivenAdvice,
  comparison: Comparison,
  root: string,
  failOn: ReadonlySet<FindingKind>,
): string {
  const { rule, indexes } = given.advice;
  const title = `${indexes.length > 0 ? 'Index' : 'Collection'} ${adviceLabels[rule]}`;
  const sentence = adviceSentence(given, comparison.database);
  return annotation(
    failOn.has(rule) ? 'error' : 'notice',
    title,
    sentence,
    definitionOf(given, comparison),
    root,
  );
}
