import type { Place } from '../../model/place.js';
import type { QuerySite } from '../../model/query.js';
import type { FileEdit, QueryChange, SourceEdit } from '../../model/source-edit.js';
import { UserError } from '../../model/user-error.js';
import { chainOf, isMethodCall, pathTo, type CallCode } from './code-path.js';
import { EditedFile } from './edited-file.js';
import { fileEdit } from './file-edit.js';

/** Edits a file where a query stands. Throws UserError `not-editable`. */
export function editQuery(text: (file: string) => string | null, change: QueryChange): SourceEdit {
  const place = change.kind === 'lean' ? change.site.place : change.place;
  const before = text(place.file);
  const edit =
    before === null
      ? null
      : change.kind === 'lean'
        ? leanAdded(before, change.site)
        : ruleSilenced(before, place, change.rule);
  if (edit) return { files: [edit], others: [] };
  throw new UserError(
    'not-editable',
    'This cannot be written into the code: the query is not there as it was read.',
    'Save the file, and try again.',
  );
}

/** Calls that run a query: what still shapes it stands before them. */
const running: ReadonlySet<string> = new Set(['exec', 'then', 'catch', 'finally', 'orFail', 'cursor']);

/** `.lean()` behind the last call that shapes the query. Null: the query does not stand there, or has one. */
function leanAdded(text: string, { place, range }: QuerySite): FileEdit | null {
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
function ruleSilenced(text: string, { file, range }: Place, rule: string): FileEdit {
  const { line } = range.start;
  const edited = new EditedFile(file, text);
  const start = edited.code.lines[line] ?? 0;
  const above = edited.code.lines[line - 1] ?? 0;
  const end = edited.lineEnd(above);
  const comment = edited.slice([above, end]);
  // The reason that stands behind the rules stays behind them.
  const rules = above + (/\s--/.exec(comment)?.index ?? comment.trimEnd().length);
  const after =
    line > 0 && comment.includes(silencing)
      ? edited.spliced([[[rules, rules], `, ${rule}`]])
      : edited.spliced([
          [[start, start], `${edited.indentAt(start)}// ${silencing} ${rule}${edited.style.eol}`],
        ]);
  return fileEdit(file, text, after);
}
