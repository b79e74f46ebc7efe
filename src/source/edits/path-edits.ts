import type { Expression } from '../../syntax/code.js';
import type { Model } from '../../model/catalog.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { Candidate } from './candidate.js';
import { isPlainObject, propertiesAdded, propertiesRemoved, type PlainProperty } from './call-arguments.js';
import { pathTo, type CallCode, type ObjectCode } from './code-path.js';
import type { CodeStyle } from './code-style.js';
import type { EditedFile, Splice } from './edited-file.js';
import { classOf, siteAt, type ClassNode } from './schema-site.js';
import { braced, optionsWithName, property, written } from './write-index.js';

/** Options of a path that ask for an index (Mongoose's lib/schemaType.js). */
const indexOptions: ReadonlySet<unknown> = new Set(['index', 'unique', 'sparse', 'text', 'expires']);

/**
 * The index as an option of its path: `index: true`. `style`: only where the schema writes its other indexes so.
 * Null: it does not fit, or the path is not written in this file.
 */
export function pathOptionAdded(
  file: EditedFile,
  model: Model,
  index: WrittenIndex,
  when: 'style' | 'any',
): Candidate | null {
  const [[path, ...others] = [null], ...more] = index.key;
  const text = optionText(index, file.style);
  if (path === null || others.length !== 1 || more.length > 0 || text === null) return null;
  if (when === 'style' && !writesOptions(file, model)) return null;
  const type = classOf(file, model);
  const splice = type ? memberOption(file, type, path, text) : schemaOption(file, model, path, text);
  return splice && { file, splices: [splice] };
}

/** Whether all indexes of the schema that stand in this file are options of paths. */
function writesOptions(file: EditedFile, { indexes }: Model): boolean {
  const own = indexes.filter(({ place }) => place.file === file.file);
  return own.length > 0 && own.every((one) => optionAt(file, one) !== null);
}

/** Null: an index like this is no option of a path. */
export function optionText(index: WrittenIndex, style: CodeStyle): string | null {
  const [[, direction] = ['', 1], ...others] = index.key;
  const options = optionsWithName(index);
  const names = Object.keys(options);
  if (others.length > 0) return null;
  if (names.length === 0) return `index: ${direction === 1 ? 'true' : written(direction, style)}`;
  if (direction === -1) return null;
  if (direction === 1 && names.length === 1 && options.unique === true) return 'unique: true';
  const type = direction === 1 ? [] : [property('type', written(direction, style), style)];
  const entries = names.map((name) => property(name, written(options[name] ?? null, style), style));
  return `index: ${braced([...type, ...entries], style)}`;
}

/** In the definition that the schema is made of. */
function schemaOption(file: EditedFile, { schemaPlace }: Model, path: string, text: string): Splice | null {
  const site = schemaPlace?.file === file.file ? siteAt(file, schemaPlace) : null;
  const node = site?.node as CallCode | undefined;
  const definition = node && 'args' in node ? node.args[0] : null;
  if (definition?.kind !== 'object') return null;
  const entry = entryOf(definition, path);
  return entry && withOption(file, entry.value, text);
}

/** `{ social: { facebookId: String } }`: the property of a path, down through plain objects. */
function entryOf({ properties }: ObjectCode, path: string): PlainProperty | null {
  for (const one of properties.toReversed()) {
    if (one.kind !== 'property' || typeof one.key !== 'string') continue;
    if (one.key === path) return one;
    const { value } = one;
    if (!path.startsWith(`${one.key}.`) || value.kind !== 'object') continue;
    return entryOf(value, path.slice(one.key.length + 1));
  }
  return null;
}

function withOption(file: EditedFile, value: Expression, text: string): Splice | null {
  if (value.kind === 'object') {
    const names = value.properties.map((one) => (one.kind === 'property' ? one.key : null));
    if (!names.includes('type') || names.some((name) => name === null || indexOptions.has(name))) return null;
    return propertiesAdded(file, value, [text]);
  }
  const isType = ['name', 'member', 'literal', 'array'].includes(value.kind);
  return isType ? [value.at, braced([`type: ${file.slice(value.at)}`, text], file.style)] : null;
}

/** In the decorator of the member: `@prop({ index: true })`. */
function memberOption(file: EditedFile, { members }: ClassNode, path: string, text: string): Splice | null {
  const member = members.find(({ key, decorators }) => key === path && decorators.length > 0);
  const decorator = member?.decorators.find(
    (one): one is CallCode =>
      one.kind === 'call' && one.callee.kind === 'name' && ['prop', 'Prop'].includes(one.callee.name),
  );
  const [options, ...others] = decorator?.args ?? [];
  if (!decorator || others.length > 0) return null;
  if (!options) return [[decorator.at[1] - 1, decorator.at[1] - 1], braced([text], file.style)];
  if (options.kind !== 'object' || options.properties.some(asksForIndex)) return null;
  return propertiesAdded(file, options, [text]);
}

function asksForIndex(one: ObjectCode['properties'][number]): boolean {
  return one.kind !== 'property' || indexOptions.has(one.key);
}

interface OptionAt {
  readonly object: ObjectCode;
  readonly property: ObjectCode['properties'][number];
}

/** The property of a path's options that asks for an index. Null: it is defined otherwise. */
function optionAt(file: EditedFile, { place }: DefinedIndex): OptionAt | null {
  const span = file.spanOf(place.range);
  for (const { node } of pathTo(file.code, span).toReversed()) {
    if (node.kind !== 'object') continue;
    const object = node as ObjectCode;
    const found = object.properties.find(({ at }) => at[0] === span[0] && at[1] === span[1]);
    if (found?.kind === 'property' && indexOptions.has(found.key)) return { object, property: found };
    if (found) return null;
  }
  return null;
}

/** Without the options that ask for the index; with `text` where another one is to stand there. */
export function optionReplaced(file: EditedFile, old: DefinedIndex, text: string | null): Candidate | null {
  const found = optionAt(file, old);
  if (!found || !isPlainObject(found.object)) return null;
  const { object } = found;
  const asking = object.properties.filter(asksForIndex);
  if (text !== null) {
    const [first, ...others] = asking;
    if (!first) return null;
    return { file, splices: [[first.at, text], ...propertiesRemoved(file, object, others)] };
  }
  if (asking.length < object.properties.length)
    return { file, splices: propertiesRemoved(file, object, asking) };
  // `@prop({ index: true })` becomes `@prop()`.
  return { file, splices: [[object.at, '']] };
}
