import type { Statement } from '../../syntax/code.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { Candidate, OpenFile } from './candidate.js';
import { argumentSplices } from './call-arguments.js';
import { chainOf, isMethodCall, type CallCode, type Step } from './code-path.js';
import { decoratorRemoved } from './decorator-edits.js';
import { callOfItem, itemRemoved, itemReplaced } from './driver-edits.js';
import type { EditedFile, Splice } from './edited-file.js';
import { optionReplaced, optionText } from './path-edits.js';
import { callAt, isInList, statementOf, type Site } from './schema-site.js';
import { statementPlace, statementRemoved } from './statement-text.js';

/** Ways to take a definition out of the code. Each is to be checked. */
export function* removals(open: OpenFile, old: DefinedIndex): Generator<Candidate> {
  const file = open(old.place.file);
  if (!file) return;
  const option = optionReplaced(file, old, null);
  if (option) yield option;
  const item = itemRemoved(file, old);
  if (item) yield item;
  const found = callAt(file, old.place) ?? callOfItem(file, old);
  const splice = found && callRemoved(file, found.site, found.call);
  if (splice) yield { file, splices: [splice] };
}

/** The whole statement where nothing else is in it, else the call's part of its chain. */
function callRemoved(file: EditedFile, { path }: Site, call: CallCode): Splice | null {
  const statement = statementOf(path);
  if (statement && isInList(path, statement) && isWhole(statement, call))
    return statementRemoved(file, statementPlace(file, statement));
  const decorator = decoratorRemoved(file, call);
  if (decorator) return decorator;
  return isMethodCall(call) ? [[call.callee.object.at[1], call.at[1]], ''] : null;
}

/** Calls that only look something up: without what is done to it they say nothing. */
const lookups: ReadonlySet<string> = new Set(['path', 'collection', 'db', 'model']);

function isWhole({ node }: Step, call: CallCode): boolean {
  if (node.kind !== 'expression') return false;
  const { value } = node as Extract<Statement, { kind: 'expression' }>;
  const [, ...before] = chainOf(call);
  return (
    (value.kind === 'await' ? value.value : value) === call &&
    before.every(({ callee }) => lookups.has(callee.key))
  );
}

/** Ways to have a definition say another index. Each is to be checked. */
export function* replacements(open: OpenFile, old: DefinedIndex, index: WrittenIndex): Generator<Candidate> {
  const file = open(old.place.file);
  if (!file) return;
  const was = writtenOf(old);
  const text = optionText(index, file.style);
  const option =
    text !== null && was.key[0]?.[0] === index.key[0]?.[0] ? optionReplaced(file, old, text) : null;
  if (option) yield option;
  const item = itemReplaced(file, old, was, index);
  if (item) yield item;
  const call = callAt(file, old.place)?.call;
  const splices = call && argumentSplices(file, call, was, index);
  if (splices) yield { file, splices };
}

export function writtenOf({ key, options, name, named }: DefinedIndex): WrittenIndex {
  return { key, options, name: named ? name : null };
}
