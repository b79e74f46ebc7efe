import type { FileCode } from '../syntax/code.js';
import { parse, type Language } from '../syntax/parse.js';

/** One file as the line knows it: plain data that depends on its text alone, so that it can be kept by content. */
export interface FileSummary {
  readonly code: FileCode;
  /** Whether it can define a model or an index by itself; others are read only where one of these imports them. */
  readonly isRelevant: boolean;
}

/** The last one: a call of a helper that makes models, `getOrCreateModel('User', …)`. */
const marks =
  /mongoose|[tT]ypegoose|mongodb|createIndex|ensureIndex|@Prop\b|\.index\(\s*\{|\.model\(|Model(?:<[^;()]{0,120}>)?\(\s*['"`]/;

/** A cheap test on the text: whether a file can define anything. */
export function isRelevant(text: string): boolean {
  return marks.test(text);
}

/** Never throws for what the text holds. */
export function summarise(file: string, text: string, isRelevant: boolean): FileSummary {
  // As Node gives it: a module that exports the value.
  if (file.endsWith('.json')) return { code: parse(`module.exports = ${text}`, 'js'), isRelevant: false };
  return { code: parse(text, languageOf(file)), isRelevant };
}

function languageOf(file: string): Language {
  if (/\.[cm]?ts$/.test(file)) return 'ts';
  return file.endsWith('.tsx') ? 'tsx' : 'js';
}
