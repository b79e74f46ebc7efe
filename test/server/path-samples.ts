import type { Document } from 'mongodb';
import { distinctValues } from '../../src/model/distinct-values.js';
import type { Json } from '../../src/model/json.js';
import type { PathSample } from '../../src/model/judgement.js';

/** What a look at these of `all` documents says of the paths. */
export function samplesOf(
  documents: readonly Document[],
  paths: readonly string[],
  all = documents.length,
): Readonly<Record<string, PathSample>> {
  return Object.fromEntries(
    paths.map((path) => {
      const values = documents.map((document) => at(document, path.split('.')));
      return [
        path,
        {
          distinct: distinctValues(values.flat(), all / documents.length),
          values,
        },
      ];
    }),
  );
}

function at(value: unknown, names: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((one: unknown) => at(one, names));
  const [name, ...rest] = names;
  if (name === undefined) return (value ?? null) as Json;
  return at((value as Record<string, unknown> | null | undefined)?.[name], rest);
}
