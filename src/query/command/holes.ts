import type { Expression, QuerySite } from '../../model/query.js';
import { open, operandsOf } from '../filter-walk.js';
import { optionHoles } from './option-holes.js';
import { mapPipeline } from './pipeline-walk.js';

export interface Hole {
  /** The path in the documents that the value is compared with, or the operator: `$text.$search`, `tags.$size`. */
  readonly path: string;
  /** As the code writes it: `company._id`. */
  readonly text: string;
}

/** Operators whose operand is no value of the path, so that no document can give it. */
const ownOperand = new Set([
  ...['$exists', '$type', '$size', '$mod', '$options', '$expr', '$where', '$jsonSchema', '$comment'],
  ...['$geoWithin', '$geoIntersects', '$near', '$nearSphere', '$maxDistance', '$minDistance', '$text'],
  ...['$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear', '$sampleRate'],
]);

/** What a query asks of the running program: its filter or pipeline in the order of the code, then its options. */
export function holesOf(site: QuerySite): readonly Hole[] {
  return site.pipeline ? holesOfPipeline(site.pipeline) : [...holesOfFilter(site), ...optionHoles(site)];
}

function holesOfPipeline(pipeline: Expression): readonly Hole[] {
  const found: Hole[] = [];
  mapPipeline(pipeline, {
    operand: ({ path, operator, value }) => {
      found.push(...holesIn(value, holePath(path, operator)));
      return null;
    },
    other: (expression, at) => {
      found.push(...holesIn(expression, at));
      return null;
    },
    option: (hole) => {
      found.push(hole);
      return null;
    },
    stages: () => null,
  });
  return found;
}

function holesOfFilter(site: QuerySite): readonly Hole[] {
  return operandsOf(site.filter).flatMap(({ path, operator, value }) =>
    holesIn(value, holePath(path, operator)),
  );
}

/** The paths of holes that a document of the collection can fill, each once. */
export function samplePathsOf(site: QuerySite): readonly string[] {
  const all = site.pipeline ? holesOfPipeline(site.pipeline) : holesOfFilter(site);
  const paths = all.map(({ path }) => path);
  return [...new Set(paths)].filter(
    (path) => !path.split('.').some((part) => part === '' || part.startsWith('$')),
  );
}

export function holePath(path: string, operator: string): string {
  return ownOperand.has(operator) && path !== operator ? `${path}.${operator}` : path;
}

function holesIn(expression: Expression, path: string): readonly Hole[] {
  const opened = open(expression);
  if (opened.kind === 'hole') return [{ path, text: opened.text }];
  if (opened.kind === 'array') return opened.items.flatMap((item) => holesIn(item, path));
  if (opened.kind === 'object') {
    return opened.entries.flatMap(({ key, value }) => holesIn(value, path === '' ? key : `${path}.${key}`));
  }
  return [];
}
