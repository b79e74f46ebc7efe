import type { Comparison, IndexStatus } from '../model/comparison.js';
import { findings } from './findings.js';
import { jsonPlace } from './relative-path.js';
import { closingLine, findingSentence } from './status-words.js';

/**
 * Workflow commands that GitHub shows beside the code
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
 */
export function checkGithub(comparison: Comparison, root: string, failOn: ReadonlySet<IndexStatus>): string {
  const lines = findings(comparison).map(({ collection, index }) => {
    const at = index.defined && jsonPlace(root, index.defined.place);
    const properties = [
      ...(at ? [`file=${property(at.file)}`, `line=${at.line}`, `col=${at.column}`] : []),
      `title=${property(`Index ${index.status}`)}`,
    ];
    const command = failOn.has(index.status) ? 'error' : 'notice';
    return `::${command} ${properties.join(',')}::${data(findingSentence(collection, index, comparison.database))}`;
  });
  return [...lines, closingLine(comparison)].join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
