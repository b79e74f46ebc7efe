import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Json } from '../../../src/model/json.js';

const trimmed = new URL('../../fixtures/explains/', import.meta.url);
/** All recorded answers, on machines that have them beside the repository. */
const recorded = new URL('../../../../shared/explains/', import.meta.url);

/** Names, without `.json`: of the trimmed answers here, and of all that there are. */
export const trimmedNames = namesIn(trimmed);
export const allNames = existsSync(recorded) ? namesIn(recorded) : trimmedNames;

export function explainAnswer(name: string): Json {
  const own = new URL(`${name}.json`, trimmed);
  const file = existsSync(own) ? own : new URL(`${name}.json`, recorded);
  return JSON.parse(readFileSync(file, 'utf8')) as Json;
}

function namesIn(folder: URL): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'INDEX.json');
  return files.map((file) => file.replace(/\.json$/u, '')).sort();
}
