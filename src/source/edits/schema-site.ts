import type { ClassCode, Expression, Span, Statement } from '../../syntax/code.js';
import type { Model } from '../../model/catalog.js';
import type { Place } from '../../model/place.js';
import {
  allOf,
  baseOf,
  chainOf,
  isClass,
  isMethodCall,
  isStatement,
  pathTo,
  type CallCode,
  type CodeNode,
  type MethodCall,
  type Step,
} from './code-path.js';
import type { EditedFile } from './edited-file.js';

export interface Site {
  readonly file: EditedFile;
  /** From the outermost node to the one that is meant. */
  readonly path: readonly Step[];
  readonly node: CodeNode;
}

export type ClassNode = ClassCode & { readonly at: Span };

export function siteAt(file: EditedFile, place: Place): Site | null {
  const span = file.spanOf(place.range);
  const path = pathTo(file.code, span);
  const at = path.findLastIndex(({ node }) => node.at[0] === span[0] && node.at[1] === span[1]);
  const node = path[at]?.node;
  return node ? { file, path: path.slice(0, at + 1), node } : null;
}

/** The call that defines an index: `schema.index(…)`, also where it is a part of a chain, and `@index(…)`. */
export function callAt(
  file: EditedFile,
  { range }: Place,
): { readonly site: Site; readonly call: CallCode } | null {
  const span = file.spanOf(range);
  const path = pathTo(file.code, span);
  const at = path.findLastIndex(({ node }) => node.kind === 'call' && node.at[1] === span[1]);
  const call = path[at]?.node as CallCode | undefined;
  if (!call) return null;
  const start = isMethodCall(call) ? call.callee.keyAt[0] : call.at[0];
  if (span[0] !== start && span[0] !== call.at[0]) return null;
  return { site: { file, path: path.slice(0, at + 1), node: call }, call };
}

/** The statement that a node stands in. */
export function statementOf(path: readonly Step[]): Step | null {
  return path.findLast(isStatement) ?? null;
}

/** Whether a statement may get a neighbour: it is no lone body of an `if` or of a loop. */
export function isInList(path: readonly Step[], statement: Step): boolean {
  const parent = path[path.indexOf(statement) - 1]?.node.kind;
  return parent !== 'if' && parent !== 'each' && parent !== 'loop' && parent !== 'labelled';
}

/** What code calls the value of a node: the name that is declared or assigned with it. Null: none. */
export function nameOf(file: EditedFile, statement: Step, node: CodeNode): string | null {
  const code = statement.node as Statement;
  if (code.kind === 'declare')
    return code.pattern.kind === 'name' && isHeldBy(code.value, node) ? code.pattern.name : null;
  if (code.kind !== 'expression' || code.value.kind !== 'assign' || !isHeldBy(code.value.value, node))
    return null;
  const { target } = code.value;
  if (target.kind === 'name') return target.name;
  return receiverText(file, target.kind === 'target' ? target.target : null);
}

/** `new Schema(…)` itself, or at the start of calls that give the schema back. */
function isHeldBy(value: Expression | null, node: CodeNode): boolean {
  if (value === null) return false;
  if (value === node) return true;
  return [...chainOf(value), baseOf(value)].includes(node as MethodCall);
}

/** `schema`, `this.schema`, `Model.schema`: what may be written a second time. */
export function receiverText(file: EditedFile, code: Expression | null): string | null {
  let inner = code;
  while (inner?.kind === 'member') inner = inner.object;
  return code && (inner?.kind === 'name' || inner?.kind === 'this') ? file.slice(code.at) : null;
}

/** The class that a model is made of. */
export function classOf(file: EditedFile, { schemaPlace }: Model): ClassNode | null {
  if (schemaPlace?.file !== file.file) return null;
  const span = file.spanOf(schemaPlace.range);
  const found = pathTo(file.code, span).find(({ node }) => node.kind === 'class' && node.at[0] === span[0]);
  const node = found?.node;
  if (!node) return null;
  if (isClass(node)) return node;
  return 'code' in node ? (node.code as ClassNode) : null;
}

/** `SchemaFactory.createForClass(Cat)` */
export function factoryCall(file: EditedFile, { name }: ClassNode): Site | null {
  const call = allOf(file.code, 'call').find(
    ({ callee, args: [type] }) =>
      callee.kind === 'member' &&
      callee.key === 'createForClass' &&
      type?.kind === 'name' &&
      type.name === name,
  );
  return call ? { file, path: pathTo(file.code, call.at), node: call } : null;
}
