import type { Expression, QuerySite } from '../model/query.js';
import type { Place, Range } from '../model/place.js';
import { linesOf, offsetOf, rangeOf } from '../syntax/lines.js';
import { summarise } from './file-summary.js';
import { leadingParts } from './leading-stages.js';
import { Program } from './program.js';
import { siteOf } from './query-site.js';
import { toExpression } from './to-json.js';

const file = '/pasted.js';
const everything: Expression = { kind: 'object', entries: [] };

/**
 * A query that stands by itself in a text: a call as mongosh takes it, a filter, a pipeline, a command, a line of the
 * server's log about a slow query, a document of `system.profile`; JSON, EJSON or JavaScript. Null: it is none. The
 * collection is null where the text does not say it. Nothing of the text is run.
 */
export function pastedQuery(text: string): QuerySite | null {
  const called = programOf(text);
  const query = called.findings.queries.at(-1);
  if (query) return siteOf(called, query);
  if (!/^\s*[{[]/u.test(text)) return null;
  const program = programOf(`module.exports = (${text.trim().replace(/;$/u, '')}\n);`);
  if (program.layout(file).syntaxErrors.length > 0) return null;
  const value = program.load('./pasted.js', 'require', { file, at: [0, 0], unit: program.evaluator.unit });
  if (value.kind !== 'object' && value.kind !== 'array') return null;
  const range = rangeOf(linesOf(text), [0, text.length]);
  const expression = toExpression(value, null, () => range).expression;
  if (expression.kind === 'array') return asked('aggregate', null, { pipeline: expression }, range);
  return logged(expression, range) ?? asked('find', null, { filter: expression }, range);
}

/** The same for what is selected in a file. */
export function selectedQuery(text: string, place: Place): QuerySite | null {
  const lines = linesOf(text);
  const { start, end } = place.range;
  const query = pastedQuery(text.slice(offsetOf(lines, start), offsetOf(lines, end)));
  return query && { ...query, place, range: place.range };
}

function programOf(text: string): Program {
  const summary = summarise(file, text, 'asks');
  const program = new Program({
    summary: (name) => (name === file ? summary : null),
    resolve: () => ({ file }),
    mongooseMajor: () => null,
  });
  program.run(file);
  return program;
}

/** A command, or what the profiler and the log say of one. */
function logged(expression: Expression, range: Range): QuerySite | null {
  const inner = at(expression, 'attr') ?? expression;
  const originating = at(inner, 'originatingCommand') ?? at(inner, 'cursor');
  const command =
    (originating && at(originating, 'originatingCommand')) ?? originating ?? at(inner, 'command') ?? inner;
  const [, collection = null] = /^[^.]+\.(.+)$/u.exec(textOf(at(inner, 'ns')) ?? '') ?? [];
  const kind = textOf(at(inner, 'op')) ?? textOf(at(inner, 'type'));
  return ofCommand(command, collection, range) ?? ofWrite(command, kind, collection, range);
}

const names = [
  'find',
  'aggregate',
  'count',
  'distinct',
  'findAndModify',
  'findandmodify',
  'update',
  'delete',
] as const;

function ofCommand(command: Expression, collection: string | null, range: Range): QuerySite | null {
  const name = names.find((one) => textOf(at(command, one)) !== null);
  if (!name) return null;
  const own = collection ?? textOf(at(command, name));
  const parts = partsOf(command);
  if (name === 'aggregate') return asked(name, own, { ...parts, pipeline: at(command, 'pipeline') }, range);
  if (name === 'update' || name === 'delete') {
    const [first] = itemsOf(at(command, `${name}s`));
    return first ? ofWrite(first, name, own, range) : null;
  }
  const operation = name.toLowerCase() === 'findandmodify' ? 'findAndModify' : name;
  const distinctKey = textOf(at(command, 'key'));
  return asked(operation, own, { ...parts, distinctKey: name === 'distinct' ? distinctKey : null }, range);
}

/** One write as the profiler has it: `{ q, u, multi }`, `{ q, limit }`. */
function ofWrite(
  command: Expression,
  kind: string | null,
  collection: string | null,
  range: Range,
): QuerySite | null {
  const filter = at(command, 'q');
  if (!filter) return null;
  const isDelete = kind === 'remove' || kind === 'delete';
  const isOne = isDelete ? numberOf(at(command, 'limit')) === 1 : !isTrue(at(command, 'multi'));
  const operation = `${isDelete ? 'delete' : 'update'}${isOne ? 'One' : 'Many'}`;
  return asked(operation, collection, { ...partsOf(command), filter }, range);
}

type Parts = Partial<Pick<QuerySite, 'filter' | 'sort' | 'projection' | 'limit' | 'skip' | 'hint'>> &
  Partial<Pick<QuerySite, 'collation' | 'pipeline' | 'distinctKey'>>;

function partsOf(command: Expression): Parts {
  const number = (name: string): Expression | null => {
    const value = numberOf(at(command, name));
    return value === null ? null : { kind: 'value', value };
  };
  return {
    filter: at(command, 'filter') ?? at(command, 'query') ?? everything,
    sort: at(command, 'sort'),
    projection: at(command, 'projection') ?? at(command, 'fields'),
    limit: number('limit'),
    skip: number('skip'),
    hint: at(command, 'hint'),
    collation: at(command, 'collation'),
  };
}

function asked(operation: string, collection: string | null, parts: Parts, range: Range): QuerySite {
  const pipeline = parts.pipeline ?? null;
  return {
    ...{ place: { file: '', range }, range, api: 'shell', model: null, collection, operation },
    ...{ filter: everything, sort: null, projection: null, limit: null, skip: null, hint: null },
    ...{ collation: null, distinctKey: null, inLoop: false, isLean: false, complete: true, problems: [] },
    ...parts,
    ...(pipeline ? leadingParts(pipeline) : {}),
    pipeline,
  };
}

function at(expression: Expression, name: string): Expression | null {
  if (expression.kind !== 'object') return null;
  return expression.entries.find(({ key }) => key === name)?.value ?? null;
}

function itemsOf(expression: Expression | null): readonly Expression[] {
  return expression?.kind === 'array' ? expression.items : [];
}

function textOf(expression: Expression | null): string | null {
  return expression?.kind === 'value' && typeof expression.value === 'string' ? expression.value : null;
}

function isTrue(expression: Expression | null): boolean {
  return expression?.kind === 'value' && expression.value === true;
}

/** Of plain JSON, or of canonical EJSON. */
function numberOf(expression: Expression | null): number | null {
  if (!expression) return null;
  if (expression.kind === 'value') return typeof expression.value === 'number' ? expression.value : null;
  const text = textOf(
    at(expression, '$numberInt') ?? at(expression, '$numberLong') ?? at(expression, '$numberDouble'),
  );
  return text === null ? null : Number(text);
}
