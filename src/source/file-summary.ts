import type { FileCode, Span } from '../syntax/code.js';
import { EditedCode } from '../syntax/edited-code.js';
import { parse, type Language } from '../syntax/parse.js';
import { marking } from './mentions.js';

/**
 * What a file's text promises: that it `defines` a model or an index, that it `asks` by a query at least, or `nothing`;
 * such a file is read only where another one imports it.
 */
export type FilePromise = 'defines' | 'asks' | 'nothing';

/** One file as the line knows it: plain data that depends on its text alone, so that it can be kept by content. */
export interface FileSummary {
  readonly code: FileCode;
  readonly promise: FilePromise;
  readonly silences: readonly WrittenSilence[];
}

/** A comment that keeps rules quiet on the line after it: offsets of the comment's text. */
interface WrittenSilence {
  readonly at: Span;
  readonly rules: readonly string[];
}

/** The last one: a call of a helper that makes models, `getOrCreateModel('User', …)`. */
const definitions =
  /mongoose|[tT]ypegoose|mongodb|createIndex|ensureIndex|@Prop\b|\.index\(\s*\{|\.model\(|Model(?:<[^;()]{0,120}>)?\(\s*['"`]/;

/** Calls whose name says enough, and those that arrays and others have as well, before what is no callback. */
const queries =
  /\.(?:find(?:One|ById)(?:And\w+)?|countDocuments|aggregate|(?:update|delete)(?:One|Many)|replaceOne|bulkWrite)\b|\.(?:find|count|exists|distinct)(?:<[\w<>[\]., |]{1,80}>)?\(\s*(?:[{)]|[\w$.]+\s*[,)])|\.(?:update|remove|where)\(\s*\{|\.(?:distinct|where)\(\s*['"]/;

/** A cheap test on the text. */
export function promiseOf(text: string): FilePromise {
  if (definitions.test(text)) return 'defines';
  return queries.test(text) ? 'asks' : 'nothing';
}

/** Never throws for what the text holds. `edited`: of a file that is being edited. */
export function summarise(
  file: string,
  text: string,
  promise: FilePromise,
  edited: EditedCode | null = null,
): FileSummary {
  // As Node gives it: a module that exports the value.
  if (file.endsWith('.json'))
    return { code: parse(`module.exports = ${text}`, 'js'), promise: 'nothing', silences: [] };
  const code = edited ? edited.read(text) : parse(text, languageOf(file), marking);
  return { code, promise, silences: silencesIn(text) };
}

/** To be asked for the summaries of a file that is being edited, of which the last one counts alone. */
export function editedCode(file: string): EditedCode {
  return new EditedCode(languageOf(file), marking);
}

/** `// index-lens-disable-next-line missing-index, query-in-loop -- why`; in a block comment likewise. */
function silencesIn(text: string): readonly WrittenSilence[] {
  if (!text.includes('index-lens-disable-next-line')) return [];
  const comments = text.matchAll(/(?:\/\/|\/\*)\s*index-lens-disable-next-line\b([^\n*]*)/g);
  return [...comments].map((match) => ({
    at: [match.index, match.index + match[0].trimEnd().length],
    rules:
      (match[1] ?? '')
        .split('--', 1)[0]
        ?.split(/[\s,]+/)
        .filter(Boolean) ?? [],
  }));
}

function languageOf(file: string): Language {
  if (/\.[cm]?ts$/.test(file)) return 'ts';
  return file.endsWith('.tsx') ? 'tsx' : 'js';
}
