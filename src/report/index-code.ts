import type { IndexSpecification } from '../model/index-specification.js';
import { keyPatternText } from './index-words.js';
import { javaScriptValue, shellCollection, shellValue } from './shell-text.js';

/** `db.contacts.createIndex({ companyId: 1 }, { unique: true })`, to be pasted into mongosh. */
export function shellCreateIndex(collection: string, index: IndexSpecification): string {
  return `${shellCollection(collection)}.createIndex(${argumentsText(index, shellValue)});`;
}

/** `schema.index({ companyId: 1 }, { unique: true });` for a model file. */
export function mongooseIndex(index: IndexSpecification): string {
  return `schema.index(${argumentsText(index, javaScriptValue)});`;
}

function argumentsText(index: IndexSpecification, valueText: typeof shellValue): string {
  const { key, options, name } = index;
  const all = name === defaultName(index) ? options : { ...options, name };
  const pattern = keyPatternText(key);
  return Object.keys(all).length === 0 ? pattern : `${pattern}, ${valueText(all)}`;
}

/** The name that server, driver and mongosh give where none is asked for. */
export function defaultName({ key }: IndexSpecification): string {
  return key.map(([path, direction]) => `${path}_${direction}`).join('_');
}
