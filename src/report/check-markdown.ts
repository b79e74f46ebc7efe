import type { ComparedIndex, Comparison } from '../model/comparison.js';
import { adviceText, allAdvice } from './advice-words.js';
import { findings } from './findings.js';
import { code, escaped, withCode } from './markdown-text.js';
import { placeText, problemText } from './relative-path.js';
import { closingLine, statusMarks, statusText } from './status-words.js';
import { keyText } from './words.js';

/** A comment for a pull request: the closing line, then a table of what needs attention. */
export function checkMarkdown(comparison: Comparison, root: string): string {
  const rows = findings(comparison).map(({ collection, index }) => row(collection, index, root));
  return [
    `## Indexes of \`${comparison.database}\``,
    '',
    closingLine(comparison),
    ...(rows.length > 0
      ? ['', '| | Collection | Index | Status | Defined |', '| --- | --- | --- | --- | --- |', ...rows]
      : []),
    ...adviceLines(comparison),
    ...(comparison.problems.length > 0
      ? ['', ...comparison.problems.map((problem) => `- ⚠️ ${escaped(problemText(root, problem))}`)]
      : []),
  ].join('\n');
}

function adviceLines(comparison: Comparison): string[] {
  const lines = allAdvice(comparison).map(
    ({ collection, advice }) => `- 💡 ${code(collection)}: ${withCode(adviceText(advice))}`,
  );
  return lines.length > 0 ? ['', ...lines] : [];
}

function row(collection: string, index: ComparedIndex, root: string): string {
  const cells = [
    statusMarks[index.status],
    code(collection),
    code(keyText(index.key)),
    escaped(statusText(index)),
    index.defined ? code(placeText(root, index.defined.place)) : '',
  ];
  return `| ${cells.join(' | ')} |`;
}
