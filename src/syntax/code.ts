/**
 * A small, parser-neutral view of a syntax tree: what an abstract evaluation needs, as plain JSON. What the view does
 * not cover is `unknown` with its parts kept, so that calls inside it are still found.
 */

/** Offsets into the text, in UTF-16 code units; half open. */
export type Span = readonly [start: number, end: number];

interface At {
  readonly at: Span;
}

export type Expression =
  | (At & { readonly kind: 'literal'; readonly value: string | number | boolean | null })
  | (At & { readonly kind: 'regex'; readonly pattern: string; readonly flags: string })
  /** `texts` has one more element than `parts`. */
  | (At & {
      readonly kind: 'template';
      readonly texts: readonly string[];
      readonly parts: readonly Expression[];
    })
  | (At & { readonly kind: 'name'; readonly name: string })
  | (At & { readonly kind: 'this' })
  | (At & { readonly kind: 'super' })
  | (At & {
      readonly kind: 'member';
      readonly object: Expression;
      readonly key: string;
      readonly keyAt: Span;
    })
  | (At & { readonly kind: 'element'; readonly object: Expression; readonly key: Expression })
  | (At & { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[] })
  | (At & { readonly kind: 'new'; readonly callee: Expression; readonly args: readonly Expression[] })
  | (At & { readonly kind: 'array'; readonly items: readonly Expression[] })
  | (At & { readonly kind: 'spread'; readonly value: Expression })
  | (At & { readonly kind: 'object'; readonly properties: readonly Property[] })
  | (At & FunctionCode)
  | (At & ClassCode)
  | (At & {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
    })
  | (At & {
      readonly kind: 'logical';
      readonly operator: '&&' | '||' | '??';
      readonly left: Expression;
      readonly right: Expression;
    })
  | (At & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (At & { readonly kind: 'unary'; readonly operator: string; readonly value: Expression })
  | (At & {
      readonly kind: 'assign';
      readonly operator: string;
      readonly target: Pattern;
      readonly value: Expression;
    })
  /** `++` and `--`. */
  | (At & {
      readonly kind: 'count';
      readonly target: Pattern;
      readonly by: 1 | -1;
      readonly isPostfix: boolean;
    })
  | (At & { readonly kind: 'await'; readonly value: Expression })
  | (At & { readonly kind: 'import'; readonly from: Expression })
  | (At & { readonly kind: 'unknown'; readonly what: string; readonly parts: readonly Expression[] });

export type Property =
  | (At & { readonly kind: 'property'; readonly key: Key; readonly value: Expression })
  | (At & { readonly kind: 'spread'; readonly value: Expression })
  | (At & { readonly kind: 'accessor'; readonly key: Key; readonly body: FunctionCode & At });

/** A fixed key is a text; a computed one is an expression. */
export type Key = string | Expression;

export interface FunctionCode {
  readonly kind: 'function';
  readonly name: string | null;
  readonly params: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly isArrow: boolean;
  /** What `Marking` says of the calls in its body, functions inside included; bits. */
  readonly marks: number;
}

export interface Parameter {
  readonly pattern: Pattern;
  readonly fallback: Expression | null;
  readonly isRest: boolean;
  /** TypeScript: `private readonly db: Db` makes a field, too. */
  readonly isField: boolean;
  readonly decorators: readonly Expression[];
  /** The written type, as text; null where there is none. */
  readonly type: string | null;
}

export interface ClassCode {
  readonly kind: 'class';
  readonly name: string | null;
  readonly base: Expression | null;
  readonly decorators: readonly Expression[];
  readonly members: readonly ClassMember[];
}

export type ClassMember = At & {
  /** A `block` is a function that runs once the class is declared. */
  readonly kind: 'field' | 'method' | 'getter' | 'setter' | 'constructor' | 'block';
  readonly key: Key;
  readonly isStatic: boolean;
  readonly decorators: readonly Expression[];
  /** The written type of a field, as text. */
  readonly type: string | null;
  readonly value: Expression | null;
};

export type Pattern =
  | (At & { readonly kind: 'name'; readonly name: string })
  | (At & { readonly kind: 'target'; readonly target: Expression })
  | (At & {
      readonly kind: 'objectPattern';
      readonly entries: readonly PatternEntry[];
      readonly rest: Pattern | null;
    })
  | (At & { readonly kind: 'arrayPattern'; readonly items: readonly (PatternItem | null)[] });

export interface PatternEntry {
  readonly key: Key;
  readonly pattern: Pattern;
  readonly fallback: Expression | null;
}

export interface PatternItem {
  readonly pattern: Pattern;
  readonly fallback: Expression | null;
  readonly isRest: boolean;
}

export type Statement =
  | (At & { readonly kind: 'expression'; readonly value: Expression })
  | (At & {
      readonly kind: 'declare';
      readonly pattern: Pattern;
      readonly value: Expression | null;
      /** Declared by `var`: known in the whole function. */
      readonly isVar: boolean;
    })
  | (At & { readonly kind: 'function'; readonly name: string; readonly code: FunctionCode & At })
  | (At & { readonly kind: 'class'; readonly name: string; readonly code: ClassCode & At })
  | (At & { readonly kind: 'enum'; readonly name: string; readonly members: readonly EnumMember[] })
  | (At & { readonly kind: 'return'; readonly value: Expression | null })
  | (At & { readonly kind: 'throw'; readonly value: Expression })
  | (At & { readonly kind: 'leave'; readonly how: 'break' | 'continue'; readonly label: string | null })
  | (At & { readonly kind: 'labelled'; readonly label: string; readonly body: readonly Statement[] })
  | (At & { readonly kind: 'block'; readonly body: readonly Statement[] })
  | (At & {
      readonly kind: 'if';
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no: readonly Statement[];
    })
  /** `for…of`; a `for…in` walks the keys. */
  | (At & {
      readonly kind: 'each';
      readonly pattern: Pattern;
      readonly over: Expression;
      readonly isKeys: boolean;
      readonly label: string | null;
      readonly body: readonly Statement[];
    })
  /** `for (;;)`, `while` and, with `isTestLast`, `do`. */
  | (At & {
      readonly kind: 'loop';
      readonly before: readonly Statement[];
      /** Null: it ends by leaving. */
      readonly test: Expression | null;
      readonly after: Expression | null;
      readonly isTestLast: boolean;
      readonly label: string | null;
      readonly body: readonly Statement[];
    })
  | (At & { readonly kind: 'switch'; readonly subject: Expression; readonly clauses: readonly Clause[] })
  | (At & {
      readonly kind: 'try';
      readonly body: readonly Statement[];
      readonly handler: { readonly pattern: Pattern | null; readonly body: readonly Statement[] } | null;
      readonly last: readonly Statement[];
    })
  | (At & { readonly kind: 'import'; readonly from: string; readonly names: readonly ImportedName[] })
  | (At & { readonly kind: 'export'; readonly names: readonly ExportedName[]; readonly from: string | null })
  | (At & { readonly kind: 'exportValue'; readonly value: Expression; readonly isAssignment: boolean });

/** `case test:`, or `default:` where the test is null. */
export interface Clause {
  readonly test: Expression | null;
  readonly body: readonly Statement[];
}

export interface EnumMember {
  readonly name: string;
  readonly value: Expression | null;
}

/** `imported: '*'` is the namespace. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
}

/** `local: '*'` re-exports everything; with `exported` a text, as one namespace. */
export interface ExportedName {
  readonly local: string;
  readonly exported: string;
}

/** One file as the view sees it. */
export interface FileCode {
  readonly statements: readonly Statement[];
  /** Offset of each line's first character. */
  readonly lines: readonly number[];
  /** Where the text breaks the grammar; the rest is read all the same. */
  readonly syntaxErrors: readonly { readonly message: string; readonly at: Span }[];
}
