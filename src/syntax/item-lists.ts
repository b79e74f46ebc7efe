import ts from 'typescript';
import type { Span, Statement } from './code.js';
import type { Lowering } from './lowering.js';
import type { TextChange } from './text-change.js';

/** What stands in a list of its kind: a statement of a file, a member of a class, a property of an object. */
export interface Item {
  readonly at: Span;
}

/** A statement of a file, and what became of it. */
export interface TopStatement extends Item {
  readonly code: readonly Statement[];
}

/** A list of which a part can be parsed by itself. */
export interface ItemList {
  readonly kind: ListKind;
  readonly items: Item[];
  /** Between its braces; of a class from its first member. */
  readonly inside: Span;
}

interface ListKind {
  /** What makes a text of its own of a part of such a list. */
  readonly before: string;
  readonly after: string;
  /** This character alone ends an item for sure, so that what follows is not taken as part of it. */
  readonly end: ',' | ';';
  /** Stands between a part that is not the last one and `after`: an item of its own, where it ends none before it. */
  readonly mark: '' | ';';
  /** The items of a part. Null: it is more than that, or would take in what follows it. */
  read(statements: readonly ts.Statement[], low: Lowering, isLast: boolean): readonly Item[] | null;
}

const properties: ListKind = {
  before: '({',
  after: '})',
  end: ',',
  mark: '',
  read: ([statement, ...others], low, isLast) => {
    if (!statement || others.length > 0 || !ts.isExpressionStatement(statement)) return null;
    const { expression } = statement;
    const object = ts.isParenthesizedExpression(expression) ? expression.expression : null;
    if (!object || !ts.isObjectLiteralExpression(object)) return null;
    const { length, hasTrailingComma } = object.properties;
    if (!isLast && length > 0 && !hasTrailingComma) return null;
    const code = low.expression(object);
    return code.kind === 'object' ? code.properties : null;
  },
};

const members: ListKind = {
  before: 'class x {',
  after: '}',
  end: ';',
  mark: ';',
  read: ([statement, ...others], low, isLast) => {
    if (!statement || others.length > 0 || !ts.isClassDeclaration(statement)) return null;
    const last = statement.members.at(-1);
    if (!isLast && !(last && ts.isSemicolonClassElement(last) && last.end === low.text.length - 1))
      return null;
    return low.classCode(statement).members;
  },
};

const statements: ListKind = {
  before: '',
  after: '',
  end: ';',
  mark: ';',
  read: (nodes, low, isLast) => {
    if (isLast) return topStatements(low, nodes);
    const last = nodes.at(-1);
    const isMarked = last && ts.isEmptyStatement(last) && last.end === low.text.length;
    return isMarked ? topStatements(low, nodes.slice(0, -1)) : null;
  },
};

export function topStatements(low: Lowering, nodes: readonly ts.Statement[]): TopStatement[] {
  return nodes.map((node) => ({ at: low.at(node), code: low.statements([node]) }));
}

/** The lists that hold a change between their ends, the innermost first; the statements of the file are the last. */
export function listsAround(file: TopStatement[], length: number, change: TextChange): ItemList[] {
  const found: ItemList[] = [{ kind: statements, items: file, inside: [0, length] }];
  collect(file, change, found);
  return found.reverse();
}

/** Functions are not entered: what they hold counts for the marks of those around them. */
function collect(part: unknown, change: TextChange, found: ItemList[]): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    // A span is a list of numbers.
    if (typeof part[0] === 'object') for (const one of part) collect(one, change, found);
    return;
  }
  const node = part as Partial<Item> & {
    readonly kind?: string;
    readonly properties?: Item[];
    readonly members?: Item[];
  };
  const { kind, at, properties: own, members: ofClass } = node;
  if (kind === 'function' || (at && !(at[0] < change.start && at[1] > change.oldEnd))) return;
  if (kind === 'object' && own && at)
    found.push({ kind: properties, items: own, inside: [at[0] + 1, at[1] - 1] });
  else if (kind === 'class' && ofClass?.[0] && at)
    found.push({ kind: members, items: ofClass, inside: [ofClass[0].at[0], at[1] - 1] });
  for (const one of Object.values(node)) collect(one, change, found);
}
