import type { Catalog } from '../model/catalog.js';
import type { Expression, QuerySite } from '../model/query.js';
import type { Range } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import { UserError } from '../model/user-error.js';
import { offsetOf } from '../syntax/lines.js';
import { leadingParts } from './leading-stages.js';
import { locate } from './located-queries.js';
import type { Schema } from './mongoose/schema.js';
import { withSchema } from './mongoose/schema-queries.js';
import { placeOf } from './place-of.js';
import type { MissedQuery } from './findings.js';
import type { Program } from './program.js';
import type { QueryCall } from './query-call.js';
import { Repetitions } from './repetition.js';
import { toExpression } from './to-json.js';
import type { Spot, Unknown, Value } from './values.js';

/** The query at a cursor or a selection: the innermost one around it, else the first one that it touches. */
export function querySiteAt(program: Program, catalog: Catalog, file: string, range: Range): QuerySite {
  const { lines } = program.layout(file);
  const start = offsetOf(lines, range.start);
  const end = Math.max(start, offsetOf(lines, range.end));
  program.exploreAround(file, start);
  program.exploreAround(file, end);
  // Of a line that is touched, the functions that it ends in: `exports.all = () => Contact.find()`.
  program.exploreAround(file, lastOfLine(lines, end) - 1);
  const here = <T extends { readonly spot: Spot }>(found: readonly T[]): T[] =>
    found.filter(({ spot }) => spot.file === file);
  const { queries } = program.findings;
  const elsewhere = queries.flatMap((query) => query.elsewhere.map((spot) => ({ spot, query })));
  const query =
    pick(here(queries), start, end, lines) ?? pick(here(elsewhere), start, end, lines)?.query ?? null;
  if (query) {
    const readings = program.findings.queries.filter((one) => isSameCall(one, query));
    const site = { ...siteOf(program, query), ...new Repetitions(program.findings.queries).of(readings) };
    return locate(settled(site, catalog), catalog.models);
  }
  const missed = pick(here(program.findings.missed), start, end, lines);
  if (missed) throw notRead(missed);
  throw new UserError(
    'no-query',
    'There is no query at the cursor.',
    'Put the cursor into a call such as `Contact.findOne({ … })`, or select one.',
  );
}

/** A site whose model is looked up among all has the one that the catalog gives it. */
function settled(site: QuerySite, { queries }: Catalog): QuerySite {
  const { heldAs, ...rest } = site;
  if (heldAs === undefined) return site;
  const { file, range } = site.place;
  const same = queries.find(
    ({ place }) =>
      place.file === file &&
      place.range.start.line === range.start.line &&
      place.range.start.character === range.start.character,
  );
  if (!same) {
    const reason = 'no object of models that is read holds one by that name';
    throw notRead({ text: `models.${heldAs}.${site.operation}`, reason });
  }
  return { ...rest, model: same.model, collection: same.collection };
}

/** The offset of the last character in the line of `offset`, its end and a semicolon left out. */
function lastOfLine(lines: readonly number[], offset: number): number {
  const next = lines.find((start) => start > offset);
  return next === undefined ? offset : next - 1;
}

function notRead({ text, reason }: Pick<MissedQuery, 'text' | 'reason'>): UserError {
  const model = text.replace(/\.[^.]*$/, '');
  return new UserError(
    'no-query',
    `The model of \`${text}\` could not be read: ${reason}.`,
    `Import \`${model}\` from the file that makes the model.`,
  );
}

/** Later readings of the same call count before earlier ones: they were made with unknown parameters. */
function pick<T extends { readonly spot: Spot }>(
  found: readonly T[],
  start: number,
  end: number,
  lines: readonly number[],
): T | null {
  const size = ({ spot: { at } }: T): number => at[1] - at[0];
  const around = found.filter(({ spot: { at } }) => at[0] <= start && end <= at[1]);
  const [innermost] = around.toReversed().sort((a, b) => size(a) - size(b));
  if (innermost) return innermost;
  const lineStart = lines.findLast((offset) => offset <= start) ?? 0;
  const lineEnd = lines.find((offset) => offset > end) ?? Number.POSITIVE_INFINITY;
  const [first] = found
    .filter(({ spot: { at } }) => at[0] < lineEnd && at[1] > lineStart)
    .toReversed()
    .sort((a, b) => a.spot.at[0] - b.spot.at[0]);
  return first ?? null;
}

/** Of a model that was looked up by its name, the schema that the code which was run gives it. */
function schemaOf({ findings }: Program, { target: { api, model, schema } }: QueryCall): Schema | null {
  if (api !== 'mongoose' || schema || model === null) return schema;
  return findings.models.find(({ name }) => name === model)?.schema ?? null;
}

export function siteOf(program: Program, query: QueryCall): QuerySite {
  const { file } = query.spot;
  const { state, target } = query;
  const gaps: Unknown[] = [...state.gaps];
  const rangeOf = (hole: Unknown): Range =>
    placeOf(program, hole.spot.file === file ? hole.spot : query.spot).range;
  const read = (value: Value): Expression => {
    const reading = toExpression(value, query.conditions, rangeOf);
    gaps.push(...reading.gaps);
    return reading.expression;
  };
  const optional = (value: Value | null): Expression | null => value && read(value);
  const all = withSchema(schemaOf(program, query), state);
  const pipeline = optional(all.pipeline);
  const parts = pipeline
    ? leadingParts(pipeline)
    : {
        filter: read(all.filter),
        sort: optional(state.sort),
        projection: optional(all.projection),
        limit: optional(state.limit),
        skip: optional(state.skip),
      };
  const options = { hint: optional(state.hint), collation: optional(all.collation) };
  const key = optional(state.distinctKey);
  const problems = [
    ...gaps.map(({ reason, spot }) => ({
      code: 'unknown-part',
      message: `A part of the query could not be read: ${reason}.`,
      place: placeOf(program, spot),
    })),
    ...brokenParts(program, query),
  ];
  return {
    place: placeOf(program, query.nameSpot),
    range: placeOf(program, query.spot).range,
    api: target.api,
    model: target.model,
    collection: target.collection,
    ...(target.heldAs === undefined ? {} : { heldAs: target.heldAs }),
    operation: state.operation,
    ...parts,
    ...options,
    pipeline,
    distinctKey: key?.kind === 'value' && typeof key.value === 'string' ? key.value : null,
    inLoop: false,
    isLean: state.isLean,
    complete: problems.length === 0,
    problems,
  };
}

/** A call may be read more than once, as part of a loop and by itself. */
function isSameCall({ spot: a }: QueryCall, { spot: b }: QueryCall): boolean {
  return a.file === b.file && a.at[0] === b.at[0] && a.at[1] === b.at[1];
}

/** Syntax errors inside the query: what follows one may be read as what it is not. */
function brokenParts(program: Program, { spot: { file, at } }: QueryCall): Problem[] {
  const { syntaxErrors } = program.layout(file);
  return syntaxErrors
    .filter((error) => error.at[0] >= at[0] && error.at[0] <= at[1])
    .slice(0, 1)
    .map(({ message, at: where }) => ({
      code: 'syntax-error',
      message: `Syntax error: ${message}`,
      place: placeOf(program, { file, at: where }),
    }));
}
