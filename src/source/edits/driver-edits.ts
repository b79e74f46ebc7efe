import type { Model } from '../../model/catalog.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { Candidate, OpenFile } from './candidate.js';
import { isPlainObject, isSameJson, keySplice, optionSplices, quotesKeys } from './call-arguments.js';
import { isMethodCall, pathTo, type ObjectCode, type Step } from './code-path.js';
import type { EditedFile, Splice } from './edited-file.js';
import { callAt, isInList, siteAt, statementOf } from './schema-site.js';
import { statementAfter, statementPlace } from './statement-text.js';
import { braced, optionsWithName, property, written, writtenCall, writtenKey } from './write-index.js';

/** Behind the last index that the driver creates for a collection: one more call, or one more item of its list. */
export function driverIndexAdded(open: OpenFile, model: Model, index: WrittenIndex): Candidate | null {
  const last = model.model === null ? model.indexes.findLast(({ origin }) => origin === 'driver') : undefined;
  const file = last && open(last.place.file);
  if (!file) return null;
  return itemAdded(file, last, index) ?? callAdded(file, last, index);
}

function callAdded(file: EditedFile, last: DefinedIndex, index: WrittenIndex): Candidate | null {
  const found = callAt(file, last.place);
  const statement = found && statementOf(found.site.path);
  if (statement?.node.kind !== 'expression' || !isMethodCall(found?.call)) return null;
  if (!isInList(found.site.path, statement)) return null;
  const { callee, args } = found.call;
  const place = statementPlace(file, statement);
  // `await db.collection('logs')`, as it is written.
  const before = file.slice([place.start, callee.object.at[0]]);
  const receiver = file.slice([callee.object.at[0], callee.at[1]]);
  const behind = file.slice([found.call.at[1], place.end]);
  if (!/^(?:await\s+|void\s+)?$/.test(before) || behind.trim().replace(';', '') !== '') return null;
  const [key] = args;
  const call = writtenCall(
    before + receiver,
    index,
    file.style,
    file.indentAt(place.start),
    isPlainObject(key) && quotesKeys(file, key),
  );
  return { file, splices: [statementAfter(file, place, call + (place.hasSemicolon ? ';' : ''))] };
}

/** An index of `createIndexes([{ key, name }])`. */
function itemAt(
  file: EditedFile,
  { place }: DefinedIndex,
): { readonly item: ObjectCode; readonly step: Step } | null {
  const site = siteAt(file, place);
  const step = site?.path.at(-1);
  return step?.node.kind === 'object' && step.list.length > 0
    ? { item: step.node as ObjectCode, step }
    : null;
}

function itemAdded(file: EditedFile, last: DefinedIndex, index: WrittenIndex): Candidate | null {
  const found = itemAt(file, last);
  if (!found) return null;
  const { at } = found.item;
  const { style } = file;
  const options = optionsWithName(index);
  const text = braced(
    [
      property('key', writtenKey(index.key, style), style),
      ...Object.keys(options).map((name) => property(name, written(options[name] ?? null, style), style)),
    ],
    style,
  );
  const isBroken = file.slice([file.lineStart(at[0]), at[0]]).trim() === '';
  const separator = isBroken ? `,${style.eol}${file.indentAt(at[0])}` : ', ';
  return { file, splices: [[[at[1], at[1]], separator + text]] };
}

/** Null: it is none of a list. */
export function itemRemoved(file: EditedFile, old: DefinedIndex): Candidate | null {
  const found = itemAt(file, old);
  if (!found || found.step.list.length < 2) return null;
  const items = found.step.list as readonly ObjectCode[];
  const position = items.indexOf(found.item);
  const [before, next] = [items[position - 1], items[position + 1]];
  const { at } = found.item;
  const splice: Splice = next ? [[at[0], next.at[0]], ''] : [[before?.at[1] ?? at[0], at[1]], ''];
  return { file, splices: [splice] };
}

export function itemReplaced(
  file: EditedFile,
  old: DefinedIndex,
  was: WrittenIndex,
  index: WrittenIndex,
): Candidate | null {
  const item = itemAt(file, old)?.item;
  if (!isPlainObject(item)) return null;
  const key = item.properties.find((one) => one.key === 'key');
  const options = optionSplices(file, item, optionsWithName(was), optionsWithName(index));
  if (!key || !options) return null;
  const splices = isSameJson(was.key, index.key) ? [] : [keySplice(file, key.value, was, index)];
  return { file, splices: [...splices, ...options] };
}

/** The only item of a list: the whole call is to go. */
export function callOfItem(file: EditedFile, old: DefinedIndex): ReturnType<typeof callAt> {
  const path = itemAt(file, old) && pathTo(file.code, file.spanOf(old.place.range));
  const at = path?.findLastIndex(({ node }) => node.kind === 'call') ?? -1;
  const call = path?.[at]?.node;
  if (!path || !isMethodCall(call)) return null;
  return { site: { file, path: path.slice(0, at + 1), node: call }, call };
}
