import ts from 'typescript';
import type { EnumMember, ExportedName, Expression, ImportedName, Pattern, Statement } from './code.js';
import { hasModifier, nameOf, type Lowering, type Modified } from './lowering.js';

export function lowerStatements(low: Lowering, nodes: readonly ts.Statement[]): Statement[] {
  return nodes.flatMap((node) => lowerStatement(low, node));
}

function lowerStatement(low: Lowering, node: ts.Statement, label: string | null = null): Statement[] {
  const at = low.at(node);
  const expression = (inner: ts.Expression) => low.expression(inner);
  if (ts.isExpressionStatement(node)) return [{ kind: 'expression', value: expression(node.expression), at }];
  if (ts.isVariableStatement(node)) {
    const declared = lowerDeclarations(low, node.declarationList);
    return hasModifier(node, ts.SyntaxKind.ExportKeyword)
      ? [...declared, ...exportDeclared(declared, at)]
      : declared;
  }
  if (ts.isFunctionDeclaration(node)) {
    const code = low.functionCode(node);
    const name = code.name ?? '*default*';
    return node.body ? [{ kind: 'function', name, code, at }, ...exportNamed(node, name, at)] : [];
  }
  if (ts.isClassDeclaration(node)) {
    const code = low.classCode(node);
    const name = code.name ?? '*default*';
    return [{ kind: 'class', name, code, at }, ...exportNamed(node, name, at)];
  }
  if (ts.isEnumDeclaration(node)) {
    const name = nameOf(node.name);
    return [{ kind: 'enum', name, members: lowerEnum(low, node), at }, ...exportNamed(node, name, at)];
  }
  if (ts.isReturnStatement(node)) {
    return [{ kind: 'return', value: node.expression ? expression(node.expression) : null, at }];
  }
  if (ts.isThrowStatement(node)) return [{ kind: 'throw', value: expression(node.expression), at }];
  if (ts.isBreakOrContinueStatement(node)) {
    const how = ts.isBreakStatement(node) ? 'break' : 'continue';
    return [{ kind: 'leave', how, label: node.label ? nameOf(node.label) : null, at }];
  }
  if (ts.isBlock(node)) return [{ kind: 'block', body: low.statements(node.statements), at }];
  if (ts.isIfStatement(node)) {
    const no = node.elseStatement ? lowerStatement(low, node.elseStatement) : [];
    return [
      { kind: 'if', test: expression(node.expression), yes: lowerStatement(low, node.thenStatement), no, at },
    ];
  }
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const { initializer } = node;
    const [declared] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
    const pattern = declared ? low.bindingName(declared.name) : low.target(initializer as ts.Expression);
    const body = lowerStatement(low, node.statement);
    return [
      {
        kind: 'each',
        pattern,
        over: expression(node.expression),
        isKeys: ts.isForInStatement(node),
        label,
        body,
        at,
      },
    ];
  }
  if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node))
    return [lowerLoop(low, node, label)];
  if (ts.isTryStatement(node)) {
    const { tryBlock, catchClause, finallyBlock } = node;
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
  if (ts.isSwitchStatement(node)) {
    const clauses = node.caseBlock.clauses.map((clause) => ({
      test: ts.isCaseClause(clause) ? expression(clause.expression) : null,
      body: low.statements(clause.statements),
    }));
    return [{ kind: 'switch', subject: expression(node.expression), clauses, at }];
  }
  if (ts.isLabeledStatement(node)) {
    const name = nameOf(node.label);
    return [{ kind: 'labelled', label: name, body: lowerStatement(low, node.statement, name), at }];
  }
  return lowerModuleStatement(low, node);
}

function lowerLoop(
  low: Lowering,
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  label: string | null,
): Statement {
  const isFor = ts.isForStatement(node);
  const initializer = isFor ? node.initializer : undefined;
  return {
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
    at: low.at(node),
  };
}

function lowerModuleStatement(low: Lowering, node: ts.Statement): Statement[] {
  const at = low.at(node);
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    // A type alone leaves nothing at run time.
    if (node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
    return [{ kind: 'import', from: node.moduleSpecifier.text, names: importedNames(node.importClause), at }];
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    const from = low.expression(node.moduleReference.expression);
    const name = { kind: 'name', name: nameOf(node.name), at: low.at(node.name) } as const;
    const require: Expression = {
      kind: 'call',
      callee: { kind: 'name', name: 'require', at },
      args: [from],
      at,
    };
    return [{ kind: 'declare', pattern: name, value: require, isVar: false, at }];
  }
  if (ts.isExportAssignment(node)) {
    const value = low.expression(node.expression);
    return [{ kind: 'exportValue', value, isAssignment: node.isExportEquals === true, at }];
  }
  if (ts.isExportDeclaration(node)) {
    const from =
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
    return [{ kind: 'export', names: exportedNames(node.exportClause), from, at }];
  }
  return [];
}

function importedNames(clause: ts.ImportClause | undefined): ImportedName[] {
  const names: ImportedName[] = [];
  if (clause?.name) names.push({ imported: 'default', local: nameOf(clause.name) });
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push({ imported: '*', local: nameOf(bindings.name) });
  else if (bindings) {
    for (const { propertyName, name, isTypeOnly } of bindings.elements) {
      if (!isTypeOnly) names.push({ imported: exportedName(propertyName ?? name), local: nameOf(name) });
    }
  }
  return names;
}

function exportedNames(clause: ts.NamedExportBindings | undefined): ExportedName[] {
  if (!clause) return [{ local: '*', exported: '*' }];
  if (ts.isNamespaceExport(clause)) return [{ local: '*', exported: exportedName(clause.name) }];
  return clause.elements.map(({ propertyName, name }) => ({
    local: exportedName(propertyName ?? name),
    exported: exportedName(name),
  }));
}

/** `export { x as 'any text' }` is legal. */
function exportedName(node: ts.ModuleExportName): string {
  return ts.isStringLiteral(node) ? node.text : nameOf(node);
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

function exportNamed(node: Modified, name: string, at: Statement['at']): Statement[] {
  if (!hasModifier(node, ts.SyntaxKind.ExportKeyword)) return [];
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  return [
    { kind: 'export', names: [{ local: name, exported: isDefault ? 'default' : name }], from: null, at },
  ];
}

function exportDeclared(statements: readonly Statement[], at: Statement['at']): Statement[] {
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
