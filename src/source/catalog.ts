import type { Catalog, Model } from '../model/catalog.js';
import type { DefinedIndex } from '../model/index-specification.js';
import type { Place } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import { rangeOf } from '../syntax/lines.js';
import type { FoundDriverIndex, FoundModel } from './findings.js';
import { optionsOf } from './mongoose/path-index.js';
import { indexesOf, schemaCollation } from './mongoose/schema-indexes.js';
import type { Gap } from './mongoose/schema.js';
import type { Program } from './program.js';
import { specification } from './specification.js';
import { ObjectValue, type Spot } from './values.js';

/** What a program found, as the catalog: models in the order of the files and of the code in them. */
export function catalogOf(program: Program, order: readonly string[]): Catalog {
  const position = new Map(order.map((file, at) => [file, at]));
  const models = [
    ...unique(program.findings.models).map((found) => modelOf(program, found)),
    ...driverModels(program),
  ];
  const rank = ({ place }: Model): number => position.get(place.file) ?? order.length;
  models.sort((a, b) => rank(a) - rank(b) || a.place.range.start.line - b.place.range.start.line);
  return { models, problems: order.flatMap((file) => syntaxProblem(program, file) ?? []) };
}

/** A call that runs more than once makes one model: the reading that got further counts. */
function unique(models: readonly FoundModel[]): FoundModel[] {
  const bySpot = new Map<string, FoundModel>();
  for (const model of models) {
    const key = `${model.spot.file}:${model.spot.at[0]}:${model.name ?? ''}`;
    const before = bySpot.get(key);
    if (!before || (before.schema === null && model.schema !== null)) bySpot.set(key, model);
  }
  const named = [...bySpot.values()];
  return named.filter(
    ({ name, spot }) =>
      name !== null || !named.some((other) => other.name !== null && isSameCall(other.spot, spot)),
  );
}

function isSameCall(a: Spot, b: Spot): boolean {
  return a.file === b.file && a.at[0] === b.at[0];
}

function modelOf(program: Program, found: FoundModel): Model {
  const { schema, spot } = found;
  const gaps: Gap[] = [...found.gaps, ...(schema ? program.mongoose.gaps : [])];
  const indexes: DefinedIndex[] = [];
  const asked = schema ? indexesOf(schema) : { indexes: [], gaps: [] };
  gaps.push(...asked.gaps);
  for (const one of asked.indexes) {
    const collation = schema && schemaCollation(schema);
    const read = specification(one.key, one.options, collation, one.origin, placeOf(program, one.spot));
    if ('index' in read) indexes.push(read.index);
    else
      gaps.push({
        code: 'unknown-index',
        message: `This index could not be read: ${read.gap}.`,
        spot: one.spot,
      });
  }
  const files = new Set([spot.file, ...(schema ? [schema.spot.file] : [])]);
  const problems = [
    ...distinct(gaps).map((gap) => problemOf(program, gap)),
    ...[...files].flatMap((file) => fileProblems(program, file)),
  ];
  return {
    model: found.name,
    collection: found.collection,
    place: placeOf(program, spot),
    schemaPlace: schema ? placeOf(program, schema.spot) : null,
    complete: problems.length === 0,
    autoIndex: found.autoIndex,
    problems,
    indexes,
  };
}

function distinct(gaps: readonly Gap[]): Gap[] {
  const seen = new Set<string>();
  return gaps.filter(({ code, spot }) => {
    const key = `${code}:${spot.file}:${spot.at[0]}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** Indexes that the driver creates, by collection. */
function driverModels(program: Program): Model[] {
  const groups = new Map<string | null, FoundDriverIndex[]>();
  for (const found of program.findings.driverIndexes) {
    const group = groups.get(found.collection);
    if (!group) groups.set(found.collection, [found]);
    else if (!group.some(({ spot }) => isSameCall(spot, found.spot))) group.push(found);
  }
  return [...groups].map(([collection, group]) => driverModel(program, collection, group));
}

function driverModel(program: Program, collection: string | null, group: readonly FoundDriverIndex[]): Model {
  const gaps: Gap[] = [];
  const indexes: DefinedIndex[] = [];
  for (const { key, options, spot } of group) {
    const complain = (code: string, message: string, at: Spot): void => {
      gaps.push({ code, message, spot: at });
    };
    if (!(key instanceof ObjectValue) || key.rest || options?.rest) {
      complain('unknown-key', 'The key pattern or the options of this index could not be read.', spot);
      continue;
    }
    const pairs = [...key.entries].map(([path, { value }]) => [path, value] as const);
    const read = specification(
      pairs,
      options ? optionsOf(options, complain) : new Map(),
      null,
      'driver',
      placeOf(program, spot),
    );
    if ('index' in read) indexes.push(read.index);
    else complain('unknown-index', `This index could not be read: ${read.gap}.`, spot);
  }
  const [first] = group;
  const spot = first?.spot ?? { file: '', at: [0, 0] };
  if (collection === null)
    gaps.push({
      code: 'unknown-collection',
      message: 'The collection of this index could not be read.',
      spot,
    });
  const problems = gaps.map((gap) => problemOf(program, gap));
  return {
    model: null,
    collection,
    place: placeOf(program, spot),
    schemaPlace: null,
    complete: problems.length === 0,
    autoIndex: null,
    problems,
    indexes,
  };
}

function fileProblems(program: Program, file: string): Problem[] {
  const syntax = syntaxProblem(program, file);
  const start = { file, at: [0, 0] } as const;
  const exhausted = program.exhausted.has(file)
    ? [
        problemOf(program, {
          code: 'too-much-work',
          message: 'The code of this file takes too much work to follow.',
          spot: start,
        }),
      ]
    : [];
  return [...(syntax ? [syntax] : []), ...exhausted];
}

function syntaxProblem(program: Program, file: string): Problem | null {
  const summary = program.files.summary(file);
  const [first] = summary?.isRelevant ? summary.code.syntaxErrors : [];
  if (!first) return null;
  return problemOf(program, {
    code: 'syntax-error',
    message: `Syntax error: ${first.message}`,
    spot: { file, at: first.at },
  });
}

function problemOf(program: Program, { code, message, spot }: Gap): Problem {
  return { code, message, place: placeOf(program, spot) };
}

export function placeOf(program: Program, { file, at }: Spot): Place {
  const lines = program.files.summary(file)?.code.lines ?? [0];
  return { file, range: rangeOf(lines, at) };
}
