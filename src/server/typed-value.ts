import type { Json } from '../model/json.js';
import { UserError } from '../model/user-error.js';
import { loadDriver } from './driver.js';
import { ejsonOf } from './ejson.js';

/**
 * What a user typed for a value, as EJSON: plain JSON, EJSON, or as one types it into mongosh (`ObjectId("…")`,
 * `ISODate("…")`, `/^a/i`). It is parsed and never run. Rejects with UserError `usage` for anything else.
 */
export async function typedValue(text: string): Promise<Json> {
  const [{ BSON }, parse] = await Promise.all([loadDriver(), loadParser()]);
  const { EJSON } = BSON;
  if (text.trim() === '') throw notAValue('Nothing is written');
  let value: unknown;
  try {
    // EJSON first: it says what is wrong inside `{"$oid": …}`.
    value = isJson(text) ? EJSON.parse(text, { relaxed: false }) : parse(text);
  } catch (error) {
    throw notAValue(reasonOf(error));
  }
  // The parser's answer to code that it does not run is an empty text.
  if (value === '' && !/^\s*(['"`])\1\s*$/u.test(text)) throw notAValue('It is no value');
  if (value instanceof Date && Number.isNaN(value.getTime())) throw notAValue('It is no date');
  return ejsonOf(value, BSON);
}

async function loadParser(): Promise<(text: string) => unknown> {
  const module = await import('@mongodb-js/shell-bson-parser');
  return module.parse;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'It cannot be read';
  // The parser wraps what it is given, so its positions and quotation mislead.
  return message.replace(/ \(\d+:\d+\)[\s\S]*$/u, '');
}

function notAValue(reason: string): UserError {
  return new UserError(
    'usage',
    `${reason}.`,
    'Write 42, "text", true, [1, 2], ObjectId("…"), ISODate("2026-01-31"), or EJSON.',
  );
}
