import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Json } from '../../../src/model/json.js';

/**
 * Answers to `explain`, by name, as servers gave them: 7.0.15 with its defaults (`default--`), with engine 2 wherever it
 * can (`sbe--`) and without it (`classic--`), in special cases (`misc--`), and a 4.0 cluster of two shards (`mongos40--`).
 */
const recorded = JSON.parse(
  gunzipSync(readFileSync(new URL('../../fixtures/explains/recorded.json.gz', import.meta.url))).toString(),
) as Readonly<Record<string, Json>>;

export const answerNames: readonly string[] = Object.keys(recorded);

export function explainAnswer(name: string): Json {
  return recorded[name] ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`There is no recorded answer ${name}.`);
}

/** Documents in the collections of the recorded answers, by namespace. */
export const recordedCounts: Readonly<Record<string, number>> = {
  'shop.orders': 5_000,
  'shop.customers': 500,
  'shop.products': 200,
};
