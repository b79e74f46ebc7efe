import ts from 'typescript';
import type { EnumMember, Pattern, Span, Statement } from './code.js';
import { hasModifier, nameOf, type Lowering, type Modified } from './lowering.js';
import { lowerExport, lowerExportAssignment, lowerImport, lowerImportEquals } from './module-statements.js';

/** How a statement of one kind becomes code; `label` stands before it. */
type Reading = (low: Lowering, node: never, at: Span, label: string | null) => Statement[];

/** By the parser's kind; other kinds, such as types, leave nothing at run time. */
const readings: Readonly<Partial<Record<ts.SyntaxKind, Reading>>> = {
  [ts.SyntaxKind.ExpressionStatement]: (low, node: ts.ExpressionStatement, at) => [
    { kind: 'expression', value: low.expression(node.expression), at },
  ],
  [ts.SyntaxKind.VariableStatement]: (low, node: ts.VariableStatement, at) => {
    const declared = lowerDeclarations(low, node.declarationList);
    return hasModifier(node, ts.SyntaxKind.ExportKeyword)
      ? [...declared, ...exportDeclared(declared, at)]
      : declared;
  },
  [ts.SyntaxKind.FunctionDeclaration]: (low, node: ts.FunctionDeclaration, at) => {
    const code = low.functionCode(node);
    const name = code.name ?? '*default*';
    return node.body ? [{ kind: 'function', name, code, at }, ...exportNamed(node, name, at)] : [];
  },
  [ts.SyntaxKind.ClassDeclaration]: (low, node: ts.ClassDeclaration, at) => {
    const code = low.classCode(node);
    const name = code.name ?? '*default*';
    return [{ kind: 'class', name, code, at }, ...exportNamed(node, name, at)];
  },
  [ts.SyntaxKind.EnumDeclaration]: (low, node: ts.EnumDeclaration, at) => {
    const name = nameOf(node.name);
    return [{ kind: 'enum', name, members: lowerEnum(low, node), at }, ...exportNamed(node, name, at)];
  },
  [ts.SyntaxKind.ReturnStatement]: (low, node: ts.ReturnStatement, at) => [
    { kind: 'return', value: low.optional(node.expression), at },
  ],
  [ts.SyntaxKind.ThrowStatement]: (low, node: ts.ThrowStatement, at) => [
    { kind: 'throw', value: low.expression(node.expression), at },
  ],
  [ts.SyntaxKind.BreakStatement]: (_low, node: ts.BreakStatement, at) => [
    { kind: 'leave', how: 'break', label: node.label ? nameOf(node.label) : null, at },
  ],
  [ts.SyntaxKind.ContinueStatement]: (_low, node: ts.ContinueStatement, at) => [
    { kind: 'leave', how: 'continue', label: node.label ? nameOf(node.label) : null, at },
  ],
  [ts.SyntaxKind.Block]: (low, node: ts.Block, at) => [
    { kind: 'block', body: low.statements(node.statements), at },
  ],
  [ts.SyntaxKind.IfStatement]: (low, node: ts.IfStatement, at) => [
    {
      kind: 'if',
      test: low.expression(node.expression),
      yes: lowerStatement(low, node.thenStatement),
      no: node.elseStatement ? lowerStatement(low, node.elseStatement) : [],
      at,
    },
  ],
  [ts.SyntaxKind.ForOfStatement]: lowerEach,
  [ts.SyntaxKind.ForInStatement]: lowerEach,
  [ts.SyntaxKind.ForStatement]: lowerLoop,
  [ts.SyntaxKind.WhileStatement]: lowerLoop,
  [ts.SyntaxKind.DoStatement]: lowerLoop,
  [ts.SyntaxKind.TryStatement]: lowerTry,
  [ts.SyntaxKind.SwitchStatement]: (low, node: ts.SwitchStatement, at) => {
    const clauses = node.caseBlock.clauses.map((clause) => ({
      test: ts.isCaseClause(clause) ? low.expression(clause.expression) : null,
      body: low.statements(clause.statements),
    }));
    return [{ kind: 'switch', subject: low.expression(node.expression), clauses, at }];
  },
  [ts.SyntaxKind.LabeledStatement]: (low, node: ts.LabeledStatement, at) => {
    const label = nameOf(node.label);
    return [{ kind: 'labelled', label, body: lowerStatement(low, node.statement, label), at }];
  },
  [ts.SyntaxKind.ImportDeclaration]: lowerImport,
  [ts.SyntaxKind.ImportEqualsDeclaration]: lowerImportEquals,
  [ts.SyntaxKind.ExportAssignment]: lowerExportAssignment,
  [ts.SyntaxKind.ExportDeclaration]: lowerExport,
};

export function lowerStatements(low: Lowering, nodes: readonly ts.Statement[]): Statement[] {
  const statements: Statement[] = [];
  for (const node of nodes) statements.push(...lowerStatement(low, node));
  return statements;
}

function lowerStatement(low: Lowering, node: ts.Statement, label: string | null = null): Statement[] {
  return readings[node.kind]?.(low, node as never, low.at(node), label) ?? [];
}

function lowerEach(
  low: Lowering,
  node: ts.ForOfStatement | ts.ForInStatement,
  at: Span,
  label: string | null,
): Statement[] {
  const { initializer } = node;
  const [declared] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const pattern = declared ? low.bindingName(declared.name) : low.target(initializer as ts.Expression);
  const body = lowerStatement(low, node.statement);
  const over = low.expression(node.expression);
  return [{ kind: 'each', pattern, over, isKeys: ts.isForInStatement(node), label, body, at }];
}

function lowerLoop(
  low: Lowering,
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  at: Span,
  label: string | null,
): Statement[] {
  const isFor = ts.isForStatement(node);
  const initializer = isFor ? node.initializer : undefined;
  return [
    {
      kind: 'loop',
      before: initializer
        ? ts.isVariableDeclarationList(initializer)
          ? lowerDeclarations(low, initializer)
          : [{ kind: 'expression', value: low.expression(initializer), at: low.at(initializer) }]
        : [],
      test: low.optional(isFor ? node.condition : node.expression),
      after: low.optional(isFor ? node.incrementor : undefined),
      isTestLast: ts.isDoStatement(node),
      label,
      body: lowerStatement(low, node.statement),
      at,
    },
  ];
}

function lowerTry(
  low: Lowering,
  { tryBlock, catchClause, finallyBlock }: ts.TryStatement,
  at: Span,
): Statement[] {
  const declared = catchClause?.variableDeclaration;
  return [
    {
      kind: 'try',
      body: low.statements(tryBlock.statements),
      handler: catchClause
        ? {
            pattern: declared ? low.bindingName(declared.name) : null,
            body: low.statements(catchClause.block.statements),
          }
        : null,
      last: finallyBlock ? low.statements(finallyBlock.statements) : [],
      at,
    },
  ];
}

function lowerDeclarations(low: Lowering, list: ts.VariableDeclarationList): Statement[] {
  return list.declarations.map((declaration) => ({
    kind: 'declare',
    pattern: low.bindingName(declaration.name),
    value: low.optional(declaration.initializer),
    isVar: (list.flags & ts.NodeFlags.BlockScoped) === 0,
    at: low.at(declaration),
  }));
}

function lowerEnum(low: Lowering, node: ts.EnumDeclaration): EnumMember[] {
  return node.members.map((member) => {
    const key = low.key(member.name);
    return {
      name: typeof key === 'string' ? key : '',
      value: low.optional(member.initializer),
    };
  });
}

function exportNamed(node: Modified, name: string, at: Span): Statement[] {
  if (!hasModifier(node, ts.SyntaxKind.ExportKeyword)) return [];
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  return [
    { kind: 'export', names: [{ local: name, exported: isDefault ? 'default' : name }], from: null, at },
  ];
}

function exportDeclared(statements: readonly Statement[], at: Span): Statement[] {
  const names = statements.flatMap((statement) =>
    statement.kind === 'declare' ? boundNames(statement.pattern) : [],
  );
  return [{ kind: 'export', names: names.map((name) => ({ local: name, exported: name })), from: null, at }];
}

function boundNames(pattern: Pattern): string[] {
  switch (pattern.kind) {
    case 'name':
      return [pattern.name];
    case 'target':
      return [];
    case 'objectPattern':
      return [
        ...pattern.entries.map(({ pattern: inner }) => inner),
        ...(pattern.rest ? [pattern.rest] : []),
      ].flatMap(boundNames);
    case 'arrayPattern':
      return pattern.items.flatMap((item) => (item ? boundNames(item.pattern) : []));
  }
}
