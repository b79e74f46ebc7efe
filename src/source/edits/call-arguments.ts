import type { Expression, Span } from '../../syntax/code.js';
import type { Json } from '../../model/json.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { CallCode, ObjectCode } from './code-path.js';
import type { EditedFile, Splice } from './edited-file.js';
import { optionsWithName, property, written, writtenKey, writtenOptions } from './write-index.js';

/** `index(key, options)` and `createIndex(key, options)` come to say another index; what stays the same is left as it is. */
export function argumentSplices(
  file: EditedFile,
  { args, at }: CallCode,
  old: WrittenIndex,
  index: WrittenIndex,
): Splice[] | null {
  const [key, options, ...others] = args;
  if (!key || others.length > 0 || args.some(({ kind }) => kind === 'spread')) return null;
  const splices = isSameJson(old.key, index.key) ? [] : [keySplice(file, key, old, index)];
  const [before, after] = [optionsWithName(old), optionsWithName(index)];
  if (isSameJson(before, after)) return splices;
  const text = writtenOptions(index, file.style);
  if (!options) return text === null ? splices : [...splices, [[key.at[1], key.at[1]], `, ${text}`]];
  if (text === null && !hasOther(options))
    return [...splices, [[key.at[1], endOfList(file, options.at[1], at[1])], '']];
  const inPlace = isPlainObject(options) ? optionSplices(file, options, before, after) : null;
  return [...splices, ...(inPlace ?? [[options.at, text ?? '{}'] as const])];
}

/** Where what follows the last argument begins: a comma behind it goes with it. */
function endOfList({ text }: EditedFile, end: number, callEnd: number): number {
  return end + (/^\s*,/.exec(text.slice(end, callEnd))?.[0].length ?? 0);
}

/** Options that are no part of a specification (`background`) stay. */
function hasOther(options: Expression): boolean {
  return isPlainObject(options) && options.properties.some(({ key }) => key === 'background');
}

/** A longer key keeps what is written and goes on behind it. */
export function keySplice(
  file: EditedFile,
  code: Expression,
  old: WrittenIndex,
  index: WrittenIndex,
): Splice {
  const isLonger =
    index.key.length > old.key.length && isSameJson(index.key.slice(0, old.key.length), old.key);
  if (isLonger && isPlainObject(code) && code.properties.length === old.key.length) {
    const quotes = quotesKeys(file, code);
    const added = index.key
      .slice(old.key.length)
      .map(([path, direction]) => property(path, written(direction, file.style), file.style, quotes));
    return propertiesAdded(file, code, added);
  }
  return [code.at, writtenKey(index.key, file.style, isPlainObject(code) && quotesKeys(file, code))];
}

type Options = Readonly<Record<string, Json>>;

/** Null: an option comes from elsewhere than a property of its own. */
export function optionSplices(
  file: EditedFile,
  code: PlainObject,
  before: Options,
  after: Options,
): Splice[] | null {
  const gone: PlainProperty[] = [];
  const splices: Splice[] = [];
  const added: string[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[name], after[name]];
    if (isSameJson(was ?? null, is ?? null)) continue;
    const own = code.properties.find(
      ({ key }) => key === name || (name === 'expireAfterSeconds' && key === 'expires'),
    );
    if (was !== undefined && !own) return null;
    if (is === undefined) {
      if (own) gone.push(own);
    } else {
      const text = property(name, written(is, file.style), file.style);
      if (own) splices.push([own.at, text]);
      else added.push(text);
    }
  }
  if (gone.length > 0 && (added.length > 0 || gone.length === code.properties.length)) return null;
  if (added.length > 0) splices.push(propertiesAdded(file, code, added));
  return [...splices, ...propertiesRemoved(file, code, gone)];
}

export type PlainProperty = Extract<ObjectCode['properties'][number], { kind: 'property' }>;
export type PlainObject = Omit<ObjectCode, 'properties'> & { readonly properties: readonly PlainProperty[] };

/** An object literal that is read by its own properties alone. */
export function isPlainObject(code: Expression | null | undefined): code is PlainObject {
  return (
    code?.kind === 'object' &&
    code.properties.every((one) => one.kind === 'property' && typeof one.key === 'string')
  );
}

/** Whether names that need no quotes have some. */
export function quotesKeys(file: EditedFile, { properties }: PlainObject): boolean {
  const plain = properties.filter(({ key }) => typeof key === 'string' && /^[A-Za-z_$][\w$]*$/.test(key));
  return plain.length > 0 && plain.every(({ at }) => /^['"]/.test(file.slice(at)));
}

/** Behind the last property, on lines of their own where the others have such. */
export function propertiesAdded(file: EditedFile, code: ObjectCode, added: readonly string[]): Splice {
  const { style } = file;
  const last = code.properties.at(-1);
  if (!last) {
    const inside = added.join(', ');
    return [code.at, style.spacedBraces ? `{ ${inside} }` : `{${inside}}`];
  }
  const end = last.at[1];
  const rest = file.slice([end, code.at[1] - 1]);
  const comma = /^\s*,/.exec(rest)?.[0].length ?? 0;
  if (!rest.includes('\n')) return [[end, end + comma], `, ${added.join(', ')}`];
  const separator = `,${style.eol}${file.indentAt(last.at[0])}`;
  return [[end, end + comma], added.map((one) => separator + one).join('') + (comma > 0 ? ',' : '')];
}

/** With the comma and the line of each. Not all of them may go. */
export function propertiesRemoved(
  file: EditedFile,
  { properties }: ObjectCode,
  gone: readonly ObjectCode['properties'][number][],
): Splice[] {
  const stays = properties.map((one) => !gone.includes(one));
  return properties.flatMap((one, at): Splice[] => {
    if (stays[at]) return [];
    const next = properties[at + 1];
    const before = properties[stays.lastIndexOf(true, at)];
    if (next && stays.includes(true, at)) return [[withComma(file, one.at), '']];
    // None of those behind stays: from the one before them on.
    const isFirstOfTail = before && properties.indexOf(before) === at - 1;
    const end = properties.at(-1)?.at[1] ?? one.at[1];
    return isFirstOfTail ? [[[before.at[1], end], '']] : [];
  });
}

/** A property with its comma, and with its line where it stands there alone. */
function withComma(file: EditedFile, [start, end]: Span): Span {
  const after = end + (/^\s*,[ \t]*/.exec(file.text.slice(end))?.[0].length ?? 0);
  const lineStart = file.lineStart(start);
  const isAlone = file.slice([lineStart, start]).trim() === '' && after === file.lineEnd(after);
  return isAlone ? [lineStart, file.nextLine(after)] : [start, after];
}

export function isSameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
