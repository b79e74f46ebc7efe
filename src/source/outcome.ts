import type { Model } from '../model/catalog.js';
import type { Silence } from '../model/finding.js';
import type { DefinedIndex } from '../model/index-specification.js';
import type { Place } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import type { QuerySite } from '../model/query.js';
import { driverIndex } from './driver-index.js';
import type { FoundDriverIndex, FoundModel, FoundSetting } from './findings.js';
import { mentionsDefinition } from './mentions.js';
import { indexesOf, schemaCollation } from './mongoose/schema-indexes.js';
import { schemaPaths } from './mongoose/schema-paths.js';
import type { Gap } from './mongoose/schema-data.js';
import { settle } from './mongoose/settings.js';
import { nameOf, type Program } from './program.js';
import { placeOf } from './place-of.js';
import { readQueries } from './read-queries.js';
import { specification } from './specification.js';
import type { Spot, Unit } from './values.js';

/** What the run of one file brought to light, and what ties it to others: plain data, which can be kept. */
export interface Outcome {
  readonly file: string;
  readonly loads: readonly string[];
  /** Specifiers that led to no file. */
  readonly unresolved: readonly string[];
  /** Files whose values it changed. */
  readonly changes: readonly string[];
  /** Functions of other files that define something, and that it called. */
  readonly calls: readonly CalledFunction[];
  /** Settings for all models, as far as a text tells them; null: they hold functions, whose changes it does not tell. */
  readonly settings: string | null;
  readonly models: readonly ReadModel[];
  readonly driverIndexes: readonly ReadDriverIndex[];
  /** Of a model that is known by its name alone the collection is not resolved yet. */
  readonly queries: readonly QuerySite[];
  /** How many calls by a query's name stand on something that could not be read. */
  readonly unreadQueries: number;
  readonly silences: readonly Silence[];
  /** What is wrong with the file as a whole. */
  readonly problems: readonly Problem[];
}

interface CalledFunction {
  /** Whose run it came to be in. */
  readonly owner: string;
  readonly name: string;
}

export interface ReadModel {
  /** The call that names it: `file:offset`. */
  readonly call: string;
  /** The call that made it: another one where a helper does. */
  readonly maker: string;
  /** Whether its schema is known: a call may be run more than once, and not every time with all it needs. */
  readonly hasSchema: boolean;
  /** The name by which an object holds it; absent: none does. */
  readonly heldAs?: string;
  readonly model: Model;
}

export interface ReadDriverIndex {
  readonly call: string;
  readonly collection: string | null;
  readonly place: Place;
  /** Null: it could not be read, as `problems` says. */
  readonly index: DefinedIndex | null;
  /** Whether it is created depends on more than what is live already. */
  readonly isConditional: boolean;
  readonly problems: readonly Problem[];
}

/** What these units found. All that may change a value of theirs must have run before. */
export function outcomesOf(program: Program, units: readonly Unit[]): Outcome[] {
  const models = byFile(program.findings.models);
  const driverIndexes = byFile(program.findings.driverIndexes);
  const settings = byFile(program.findings.settings);
  const queries = byFile(program.findings.queries);
  const missed = byFile(program.findings.missed);
  return units.map((unit) => ({
    file: unit.file,
    loads: [...unit.loads],
    unresolved: [...unit.unresolved],
    changes: [...unit.changes],
    calls: callsOf(unit),
    settings: settingsOf(settings.get(unit.file) ?? []),
    models: (models.get(unit.file) ?? []).map((found) => readModel(program, found)),
    driverIndexes: (driverIndexes.get(unit.file) ?? []).map((found) => readDriverIndex(program, found)),
    queries: readQueries(program, queries.get(unit.file) ?? []),
    unreadQueries: (missed.get(unit.file) ?? []).filter(({ text }) => surely.test(text)).length,
    silences: program
      .layout(unit.file)
      .silences.map(({ at, rules }) => ({ place: placeOf(program, { file: unit.file, at }), rules })),
    problems: [...syntaxProblems(program, unit.file), ...unfinishedProblems(program, unit)],
  }));
}

/** Names that nothing but a query has: `find` is one of arrays and of pages as well. */
const surely =
  /\.(?:find(?:One|ById)\w*|countDocuments|aggregate|(?:update|delete)(?:One|Many)|replaceOne)\b[^.]*$/;

/** By the file whose run came by. */
function byFile<T extends { readonly spot: Spot }>(found: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of found) {
    const { file } = one.spot.unit;
    const group = groups.get(file);
    if (group) group.push(one);
    else groups.set(file, [one]);
  }
  return groups;
}

function settingsOf(settings: readonly FoundSetting[]): string | null {
  const texts = settings.map(({ kind, value, conditions }) =>
    value.kind === 'primitive' ? `${kind} ${String(value.value)} ${conditions === null}` : null,
  );
  return texts.includes(null) ? null : texts.join('\n');
}

function callsOf(unit: Unit): CalledFunction[] {
  return [...unit.ran.values()]
    .filter(({ scope, code }) => scope.unit !== unit && mentionsDefinition(code))
    .map((target) => ({ owner: target.scope.unit.file, name: nameOf(target) }));
}

function readModel(program: Program, found: FoundModel): ReadModel {
  const { spot } = found;
  const {
    schema,
    collection: where,
    autoIndex,
    gaps: unsettled,
  } = settle({ mongoose: program.mongoose, ...found }, program.findings.settings, program.evaluator);
  const gaps: Gap[] = [...found.gaps, ...unsettled];
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
    ...[...files].flatMap((file) => fileProblems(program, file, spot)),
  ];
  const model = {
    model: found.name,
    collection: where,
    place: placeOf(program, spot),
    schemaPlace: schema ? placeOf(program, schema.writtenAt) : null,
    complete: problems.length === 0,
    autoIndex,
    problems,
    indexes,
    paths: schema && asked.gaps.length === 0 ? schemaPaths(schema) : null,
  };
  return {
    call: callOf(spot),
    maker: callOf(found.made ?? spot),
    hasSchema: schema !== null,
    ...(found.heldAs === undefined ? {} : { heldAs: found.heldAs }),
    model,
  };
}

function distinct(gaps: readonly Gap[]): Gap[] {
  const seen = new Set<string>();
  return gaps.filter(({ code, spot }) => {
    const key = `${code}:${spot.file}:${spot.at[0]}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

function readDriverIndex(program: Program, found: FoundDriverIndex): ReadDriverIndex {
  const { collection, spot } = found;
  const place = placeOf(program, spot);
  const { index, isConditional, gaps } = driverIndex(found, place);
  const problems = gaps.map((gap) => problemOf(program, gap));
  return { call: callOf(spot), collection, place, index, isConditional, problems };
}

function callOf({ file, at }: Spot): string {
  return `${file}:${at[0]}`;
}

function fileProblems(program: Program, file: string, spot: Spot): Problem[] {
  return [
    ...syntaxProblems(program, file),
    ...(program.exhausted.has(file) ? [exhaustion(program, { ...spot, file, at: [0, 0] })] : []),
  ];
}

/** A file that could define something, and whose own run was cut off: models of it may not have been found. */
function unfinishedProblems(program: Program, unit: Unit): Problem[] {
  const { file } = unit;
  const isCut = program.unfinished.has(file) && program.layout(file).promise === 'defines';
  return isCut ? [exhaustion(program, { file, at: [0, 0], unit })] : [];
}

function exhaustion(program: Program, spot: Spot): Problem {
  const message = 'The code of this file takes too much work to follow.';
  return problemOf(program, { code: 'too-much-work', message, spot });
}

/** The first syntax error of a file that could define something. */
function syntaxProblems(program: Program, file: string): Problem[] {
  const { promise, syntaxErrors } = program.layout(file);
  if (promise !== 'defines') return [];
  return syntaxErrors.slice(0, 1).map(({ message, at }) => ({
    code: 'syntax-error',
    message: `Syntax error: ${message}`,
    place: placeOf(program, { file, at }),
  }));
}

function problemOf(program: Program, { code, message, spot }: Gap): Problem {
  return { code, message, place: placeOf(program, spot) };
}
