import ts from 'typescript';
import type { ExportedName, Expression, ImportedName, Span, Statement } from './code.js';
import { nameOf, type Lowering } from './lowering.js';

export function lowerImport(_low: Lowering, node: ts.ImportDeclaration, at: Span): Statement[] {
  if (!ts.isStringLiteral(node.moduleSpecifier)) return [];
  // A type alone leaves nothing at run time.
  if (node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  return [{ kind: 'import', from: node.moduleSpecifier.text, names: importedNames(node.importClause), at }];
}

/** `import x = require('y')`. */
export function lowerImportEquals(low: Lowering, node: ts.ImportEqualsDeclaration, at: Span): Statement[] {
  if (!ts.isExternalModuleReference(node.moduleReference)) return [];
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

/** `export default value`, `export = value`. */
export function lowerExportAssignment(low: Lowering, node: ts.ExportAssignment, at: Span): Statement[] {
  const value = low.expression(node.expression);
  return [{ kind: 'exportValue', value, isAssignment: node.isExportEquals === true, at }];
}

export function lowerExport(_low: Lowering, node: ts.ExportDeclaration, at: Span): Statement[] {
  const { moduleSpecifier, exportClause } = node;
  const from = moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
  return [{ kind: 'export', names: exportedNames(exportClause), from, at }];
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
