import * as vscode from 'vscode';

import type { Advisor } from '../host/advisor.js';
import { commandLink } from '../host/commands.js';
import type { CommandId } from '../host/contributions.js';
import { fileOf, toRange } from '../host/conversions.js';
import { sourceSelector, type Files } from '../host/files.js';
import { connectionFor } from '../host/folder-bindings.js';
import type { Session } from '../host/session.js';
import { shiftedRange } from '../host/shifted-range.js';
import type { ErrorReporter } from '../host/show-error.js';
import { workspaceEdit } from '../host/source-edits.js';
import type { Model } from '../model/catalog.js';
import type { Finding } from '../model/finding.js';
import type { SourceEdit } from '../model/source-edit.js';
import { additionsTo, removalOf } from '../query/proposing/model-changes.js';
import { keyPatternText } from '../report/index-words.js';

/** A change that is worked out once it is chosen. */
class Fix extends vscode.CodeAction {
  constructor(
    title: string,
    readonly make: () => Promise<SourceEdit>,
    diagnostics: vscode.Diagnostic[],
  ) {
    super(title, vscode.CodeActionKind.QuickFix);
    this.diagnostics = diagnostics;
  }
}

/** What settles a finding: an index in the model, `.lean()`, an ensure; or a comment that keeps the rule quiet. */
export class QueryFixes implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #advisor: Advisor;
  readonly #session: Session;
  readonly #files: Files;
  readonly #errors: ErrorReporter;
  readonly #subscription: vscode.Disposable;

  constructor(advisor: Advisor, session: Session, files: Files, errors: ErrorReporter) {
    this.#advisor = advisor;
    this.#session = session;
    this.#files = files;
    this.#errors = errors;
    const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
    this.#subscription = vscode.languages.registerCodeActionsProvider(sourceSelector, this, kinds);
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const edits = this.#files.unreadEdits(document);
    return this.#advisor.findingsIn(fileOf(document.uri)).flatMap((finding) => {
      const at = finding.place && shiftedRange(finding.place.range, edits);
      if (!at || !toRange(at).intersection(range)) return [];
      const own = diagnostics.filter(
        ({ source, code, range: where }) =>
          source === 'Index Lens' && ruleIn(code) === finding.rule && where.isEqual(toRange(at)),
      );
      return this.#actionsOf(finding, own);
    });
  }

  async resolveCodeAction(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (!(action instanceof Fix)) return action;
    try {
      action.edit = workspaceEdit(await action.make(), action.title);
    } catch (error) {
      void this.#errors.show(error);
    }
    return action;
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #actionsOf(finding: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
    const { place, rule } = finding;
    const fixes = this.#fixesOf(finding, diagnostics);
    const [first] = fixes;
    if (first) first.isPreferred = true;
    if (!place) return fixes;
    const silence = (): Promise<SourceEdit> => this.#files.editQuery({ kind: 'silence', place, rule });
    return [...fixes, new Fix(`Silence ${rule} here`, silence, diagnostics)];
  }

  #fixesOf({ fix, site, collection, place }: Finding, diagnostics: vscode.Diagnostic[]): vscode.CodeAction[] {
    const models = this.#modelsOf(collection);
    switch (fix?.kind) {
      case 'index': {
        const { proposal, replaces } = fix;
        const all = [proposal, ...proposal.branches];
        const changes = additionsTo(
          models,
          all.map((one, at) => ({
            index: one,
            replaces: at === 0 ? (replaces?.name ?? null) : one.replaces,
          })),
        );
        const [home] = changes;
        if (!home) return [];
        const keys = all.map(({ key }) => keyPatternText(key)).join(' and ');
        const title = replaces
          ? `Extend ${replaces.name} to ${keys} in ${nameOf(home.model)}`
          : `Add index ${keys} to ${nameOf(home.model)}`;
        return [new Fix(title, () => this.#files.editModels(changes), diagnostics)];
      }
      case 'remove': {
        const changes = removalOf(models, fix.index);
        if (changes.length === 0) return [];
        return [
          new Fix(
            `Remove the definition of ${fix.index.name}`,
            () => this.#files.editModels(changes),
            diagnostics,
          ),
        ];
      }
      case 'lean':
        return site
          ? [new Fix('Add .lean()', () => this.#files.editQuery({ kind: 'lean', site }), diagnostics)]
          : [];
      case 'ensure': {
        const on = place && connectionFor(this.#session.snapshot, place.file);
        const target = { kind: 'index', collection, ...fix.index, place: null } as const;
        const title = `Ensure ${fix.index.name}…`;
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        const id: CommandId = 'indexLens.ensureTarget';
        action.command = commandLink(id, title, { target, connection: on?.id ?? null });
        action.diagnostics = diagnostics;
        return [action];
      }
      case undefined:
        return [];
    }
  }

  #modelsOf(collection: string): readonly Model[] {
    return this.#session.snapshot.catalog?.models.filter((model) => model.collection === collection) ?? [];
  }
}

function nameOf({ model, collection }: Model): string {
  return model ?? collection ?? 'the model';
}

function ruleIn(code: vscode.Diagnostic['code']): unknown {
  return typeof code === 'object' ? code.value : code;
}
