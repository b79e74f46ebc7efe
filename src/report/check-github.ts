import type { Comparison, FindingKind } from '../model/comparison.js';
import type { Place } from '../model/place.js';
import { adviceLabels, adviceSentence, allAdvice, definitionOf, type GivenAdvice } from './advice-words.js';
import { findings } from './findings.js';
import { jsonPlace } from './relative-path.js';
import { closingLine, findingSentence } from './status-words.js';

/**
 * Workflow commands that GitHub shows beside the code
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function checkGithub(comparison: Comparison, root: string, failOn: ReadonlySet<FindingKind>): string {
  const lines = findings(comparison).map(({ collection, index }) => {
    const title = `Index ${index.status}`;
    const sentence = findingSentence(collection, index, comparison.database);
    return annotation(failOn.has(index.status), title, sentence, index.defined?.place, root);
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
  return annotation(failOn.has(rule), title, sentence, definitionOf(given, comparison), root);
}

function annotation(
  fails: boolean,
  title: string,
  sentence: string,
  place: Place | undefined,
  root: string,
): string {
  const at = place && jsonPlace(root, place);
  const properties = [
    ...(at ? [`file=${property(at.file)}`, `line=${at.line}`, `col=${at.column}`] : []),
    `title=${property(title)}`,
  ];
  return `::${fails ? 'error' : 'notice'} ${properties.join(',')}::${data(sentence)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
