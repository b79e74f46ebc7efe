import type { IndexOptions, KeyPattern } from '../../model/index-specification.js';
import type { Json } from '../../model/json.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { CodeStyle } from './code-style.js';

/** Values of BSON types have no literal: code that makes them is not read, so it is not written either. */
export function isWritable(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isWritable);
  return Object.entries(value).every(([key, inner]) => !isTypeOfBson(key) && isWritable(inner));
}

function isTypeOfBson(key: string): boolean {
  return /^\$(?:date|oid|numberDecimal|numberLong|numberDouble|binary|timestamp|minKey|maxKey|regularExpression|code)$/.test(
    key,
  );
}

export function written(value: Json, style: CodeStyle, quotesKeys = false): string {
  if (typeof value === 'string') return quoted(value, style);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value))
    return `[${value.map((one: Json) => written(one, style, quotesKeys)).join(', ')}]`;
  return braced(
    Object.entries(value).map(([key, inner]) =>
      property(key, written(inner, style, quotesKeys), style, quotesKeys),
    ),
    style,
  );
}

export function property(key: string, value: string, style: CodeStyle, quotesKeys = false): string {
  const isBare = !quotesKeys && /^[A-Za-z_$][\w$]*$/.test(key);
  return `${isBare ? key : quoted(key, style)}: ${value}`;
}

export function writtenKey(key: KeyPattern, style: CodeStyle, quotesKeys = false): string {
  return braced(
    key.map(([path, direction]) => property(path, written(direction, style), style, quotesKeys)),
    style,
  );
}

/** Null: there are none. */
export function writtenOptions(index: WrittenIndex, style: CodeStyle): string | null {
  const options = optionsWithName(index);
  return Object.keys(options).length === 0 ? null : written(options, style);
}

export function optionsWithName({ options, name }: WrittenIndex): IndexOptions {
  return name === null ? options : { ...options, name };
}

export function braced(entries: readonly string[], { spacedBraces }: CodeStyle): string {
  if (entries.length === 0) return '{}';
  return spacedBraces ? `{ ${entries.join(', ')} }` : `{${entries.join(', ')}}`;
}

function quoted(text: string, { quote }: CodeStyle): string {
  const plain = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return quote + plain.replaceAll(quote, `\\${quote}`) + quote;
}

/** `schema.index({ … }, { … })`: on one line, or broken as Prettier does where that is too long. */
export function writtenCall(
  callee: string,
  index: WrittenIndex,
  style: CodeStyle,
  indent: string,
  quotesKeys = false,
): string {
  const options = writtenOptions(index, style);
  const args = [writtenKey(index.key, style, quotesKeys), ...(options === null ? [] : [options])];
  const line = `${callee}(${args.join(', ')})`;
  if (indent.length + line.length + 1 <= style.width) return line;
  const { eol } = style;
  const comma = style.trailingComma ? ',' : '';
  const inner = indent + style.indent;
  if (options !== null)
    return `${callee}(${eol}${args.map((one) => inner + one).join(`,${eol}`)}${comma}${eol}${indent})`;
  const entries = index.key.map(
    ([path, direction]) => inner + property(path, written(direction, style), style, quotesKeys),
  );
  return `${callee}({${eol}${entries.join(`,${eol}`)}${comma}${eol}${indent}})`;
}
