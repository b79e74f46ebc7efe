import type { Model } from '../../model/catalog.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { WrittenIndex } from '../../model/source-edit.js';
import type { Candidate, OpenFile } from './candidate.js';
import { isPlainObject, quotesKeys } from './call-arguments.js';
import { baseOf, chainOf, isMethodCall, type CallCode, type Step } from './code-path.js';
import { decoratorAdded } from './decorator-edits.js';
import { driverIndexAdded } from './driver-edits.js';
import type { EditedFile } from './edited-file.js';
import { pathOptionAdded } from './path-edits.js';
import {
  callAt,
  classOf,
  factoryCall,
  isInList,
  nameOf,
  receiverText,
  siteAt,
  statementOf,
  type Site,
} from './schema-site.js';
import { statementAfter, statementBefore, statementPlace } from './statement-text.js';
import { writtenCall } from './write-index.js';

/** Ways to add an index to a model, the one most like the file's own first. Each is to be checked. */
export function* additions(open: OpenFile, model: Model, index: WrittenIndex): Generator<Candidate> {
  const file = open((model.schemaPlace ?? model.place).file);
  if (file) {
    const type = classOf(file, model);
    yield* some(pathOptionAdded(file, model, index, 'style'));
    if (type) yield* some(decoratorAdded(file, type, index));
  }
  yield* besideOthers(open, model, index);
  yield* some(driverIndexAdded(open, model, index));
  if (!file) return;
  const site = schemaSite(open, file, model);
  if (site) yield* atSchema(model, site, index);
  yield* some(pathOptionAdded(file, model, index, 'any'));
  yield* afterModel(open, model, index);
}

function some(candidate: Candidate | null): Candidate[] {
  return candidate ? [candidate] : [];
}

/** Behind the last `schema.index(…)`: as a statement of its own, or as the next call of its chain. */
function* besideOthers(open: OpenFile, model: Model, index: WrittenIndex): Generator<Candidate> {
  const calls = model.indexes.filter(({ origin }) => origin === 'schema.index').toReversed();
  const own = calls.filter(({ place }) => place.file === (model.schemaPlace ?? model.place).file);
  for (const other of [...own, ...calls.filter((one) => !own.includes(one))]) {
    const file = open(other.place.file);
    if (file) yield* beside(file, other, index);
  }
}

function* beside(file: EditedFile, { place }: DefinedIndex, index: WrittenIndex): Generator<Candidate> {
  const found = callAt(file, place);
  if (!found || !isMethodCall(found.call)) return;
  const { call, site } = found;
  const { callee } = call;
  const statement = statementOf(site.path);
  const value =
    statement?.node.kind === 'expression' ? (statement.node as { value?: CallCode }).value : undefined;
  const receiver = receiverText(file, callee.object);
  if (statement && value === call && receiver !== null && isInList(site.path, statement)) {
    const name = file.slice([callee.object.at[1], callee.at[1]]);
    if (/^\s*\??\.\s*\w+$/.test(name))
      yield statementBehind(file, statement, `${receiver}.index`, index, call);
  } else yield* chained(file, call, index);
}

function statementBehind(
  file: EditedFile,
  statement: Step,
  callee: string,
  index: WrittenIndex,
  like: CallCode | null,
): Candidate {
  const place = statementPlace(file, statement);
  const [key] = like?.args ?? [];
  const isQuoted = isPlainObject(key) && quotesKeys(file, key);
  const call = writtenCall(callee, index, file.style, file.indentAt(place.start), isQuoted);
  const needsSemicolon = place.hasSemicolon || isReadOn(file, place.end);
  return { file, splices: [statementAfter(file, place, call + (needsSemicolon ? ';' : ''), like === null)] };
}

/** Whether a statement without a semicolon would go on with what follows. */
function isReadOn({ text }: EditedFile, end: number): boolean {
  return /^\s*[([`+\-/]/.test(text.slice(end)) && !/^\s*\/[/*]/.test(text.slice(end));
}

/** As one more call behind this one: `.index(…)`, set apart as the ones before. */
function* chained(file: EditedFile, call: CallCode, index: WrittenIndex): Generator<Candidate> {
  const dot = isMethodCall(call) ? file.slice([call.callee.object.at[1], call.callee.keyAt[0]]) : '.';
  if (!/^\s*\.\s*$/.test(dot)) return;
  const isBroken = dot.includes('\n');
  const indent = isBroken
    ? dot.slice(dot.lastIndexOf('\n') + 1, dot.indexOf('.'))
    : file.indentAt(call.at[1]);
  const text = writtenCall('index', index, file.style, indent);
  yield { file, splices: [[[call.at[1], call.at[1]], (isBroken ? dot : '.') + text]] };
}

/** Where the schema is built: of a class, where NestJS makes one of it. */
function schemaSite(open: OpenFile, file: EditedFile, model: Model): Site | null {
  const type = classOf(file, model);
  if (!type) return model.schemaPlace && siteAt(file, model.schemaPlace);
  const other = open(model.place.file);
  return factoryCall(file, type) ?? (other && factoryCall(other, type));
}

/** Behind the schema that is built, or in its chain where nothing names it. */
function* atSchema(model: Model, site: Site, index: WrittenIndex): Generator<Candidate> {
  const { file, path, node } = site;
  const statement = statementOf(path);
  const name = statement && nameOf(file, statement, node);
  if (statement && name && isInList(path, statement)) {
    yield statementBehind(file, statement, `${name}.index`, index, null);
    const made = model.place.file === file.file ? siteAt(file, model.place) : null;
    const making = made ? statementOf(made.path) : null;
    if (made && making?.list === statement.list && isInList(made.path, making)) {
      const place = statementPlace(file, making);
      const text = writtenCall(`${name}.index`, index, file.style, file.indentAt(place.start));
      const end = statementPlace(file, statement).hasSemicolon ? ';' : '';
      yield { file, splices: [statementBefore(file, place, text + end)] };
    }
  }
  if (node.kind === 'new' || node.kind === 'call') {
    const last = statement && lastOfChain(statement, node);
    yield inChain(file, last ?? node, '.index', index);
  }
}

function inChain(
  file: EditedFile,
  { at }: Pick<CallCode, 'at'>,
  method: string,
  index: WrittenIndex,
): Candidate {
  const text = writtenCall(method, index, file.style, file.indentAt(at[1] - 1));
  return { file, splices: [[[at[1], at[1]], text]] };
}

/** What a chain of calls behind the schema ends with. */
function lastOfChain({ node }: Step, schema: Site['node']): CallCode | null {
  const value = 'value' in node ? (node.value as CallCode | null) : null;
  if (!value || baseOf(value) !== schema) return null;
  return chainOf(value)[0] ?? null;
}

/** `Model.schema.index(…)`; where nothing names the model, behind the call that makes it. */
function* afterModel(open: OpenFile, model: Model, index: WrittenIndex): Generator<Candidate> {
  const file = open(model.place.file);
  const site = file && siteAt(file, model.place);
  const statement = site && statementOf(site.path);
  if (site && statement?.node.kind === 'expression' && site.path.at(-2)?.node === statement.node)
    yield inChain(site.file, site.node, '.schema.index', index);
  const name = statement && nameOf(file, statement, site.node);
  if (statement && name && isInList(site.path, statement))
    yield statementBehind(file, statement, `${name}.schema.index`, index, null);
}
