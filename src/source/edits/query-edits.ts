import type { FileEdit } from '../../model/source-edit.js';
import type { QuerySite } from '../../model/query.js';
import { chainOf, isMethodCall, pathTo, type CallCode } from './code-path.js';
import { EditedFile } from './edited-file.js';
import { fileEdit } from './file-edit.js';

/** Calls that run a query: what still shapes it stands before them. */
const running: ReadonlySet<string> = new Set(['exec', 'then', 'catch', 'finally', 'orFail', 'cursor']);

/** `.lean()` behind the last call that shapes the query. Null: the query does not stand there, or has one. */
export function leanAdded(text: string, { place, range }: QuerySite): FileEdit | null {
  const file = new EditedFile(place.file, text);
  const span = file.spanOf(range);
  const whole = pathTo(file.code, span).findLast(
    ({ node }) => node.kind === 'call' && node.at[0] === span[0] && node.at[1] === span[1],
  )?.node as CallCode | undefined;
  if (!isMethodCall(whole)) return null;
  const calls = chainOf(whole);
  if (calls.some(({ callee }) => callee.key === 'lean')) return null;
  const last = calls.find(({ callee }) => !running.has(callee.key));
  if (!last) return null;
  const dot = file.slice([last.callee.object.at[1], last.callee.keyAt[0]]);
  const separator = /^\s*\.$/.test(dot) && last.callee.object.kind === 'call' ? dot : '.';
  const [, end] = last.at;
  return fileEdit(place.file, text, file.spliced([[[end, end], `${separator}lean()`]]));
}

/** The comment that silences a rule for what begins in the next line. */
const silencing = 'index-lens-disable-next-line';

/** Silences a rule where a finding begins. Another rule that is silenced there already stays so. */
export function ruleSilenced(text: string, file: string, line: number, rule: string): FileEdit {
  const edited = new EditedFile(file, text);
  const start = edited.code.lines[line] ?? 0;
  const above = edited.code.lines[line - 1] ?? 0;
  const end = edited.lineEnd(above);
  const hasComment = line > 0 && edited.slice([above, end]).includes(silencing);
  const after = hasComment
    ? edited.spliced([[[end, end], `, ${rule}`]])
    : edited.spliced([
        [[start, start], `${edited.indentAt(start)}// ${silencing} ${rule}${edited.style.eol}`],
      ]);
  return fileEdit(file, text, after);
}
