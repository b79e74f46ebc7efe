import * as vscode from 'vscode';

import { QueryAdvisor } from './advise-queries.js';
import { advise } from './advise.js';
import { check } from './commands/check.js';
import { chooseDatabase } from './commands/choose-database.js';
import { connectOnOpen } from './commands/connect-on-open.js';
import { connect } from './commands/connect.js';
import { connectionSettings } from './commands/connection-settings.js';
import { copyIndexCode } from './commands/copy-index-code.js';
import { copyKeyPattern } from './commands/copy-key-pattern.js';
import { createAgain } from './commands/create-again.js';
import { createIndex } from './commands/create-index.js';
import { disconnect } from './commands/disconnect.js';
import { dropIndex } from './commands/drop-index.js';
import { ensureModel } from './commands/ensure-model.js';
import { ensureIndexes, scopeOf } from './commands/ensure.js';
import { ExplainAdvice } from './commands/explain-advice.js';
import { ExplainProof } from './commands/explain-proof.js';
import { explainQuery } from './commands/explain-query.js';
import { forget } from './commands/forget.js';
import { filterTree } from './commands/filter-tree.js';
import { goToDefinition } from './commands/go-to-definition.js';
import { hideIndex } from './commands/hide-index.js';
import { IndexChanges } from './commands/index-changes.js';
import { dropLeftScratch } from './commands/left-scratch.js';
import { LiveServers } from './commands/live-servers.js';
import { makeUnique } from './commands/make-unique.js';
import { refreshAll } from './commands/refresh.js';
import { renameIndex } from './commands/rename-index.js';
import { setTtl } from './commands/set-ttl.js';
import { ShownExplanations } from './commands/shown-explanations.js';
import { ShownEnsures } from './commands/shown-ensures.js';
import { sortTree } from './commands/sort-tree.js';
import { ShownStrategies, strategyScope } from './commands/shown-strategies.js';
import { StrategyMeasuring } from './commands/strategy-measuring.js';
import { syncIndexes } from './commands/sync-indexes.js';
import { useConnection } from './commands/use-connection.js';
import { watchBuilds } from './commands/watch-builds.js';
import { compare } from './compare/compare.js';
import { Advisor } from './host/advisor.js';
import { registerCommand } from './host/commands.js';
import { Connections } from './host/connections.js';
import { followContextKeys } from './host/context-keys.js';
import type { CommandArguments, CommandId } from './host/contributions.js';
import { fileOf } from './host/conversions.js';
import { DroppedIndexes } from './host/dropped-indexes.js';
import { ExplainedQueries } from './host/explained-queries.js';
import { ExplainHistory } from './host/explain-history.js';
import { Files, isSource } from './host/files.js';
import { onDidChangeBindings, partFor } from './host/folder-bindings.js';
import { Log } from './host/log.js';
import { ReportDocuments } from './host/report-documents.js';
import { RememberedValues } from './host/remembered-values.js';
import { ScratchDatabases } from './host/scratch-databases.js';
import { Session } from './host/session.js';
import { onDidChangeSetting, setting } from './host/settings.js';
import { ErrorReporter } from './host/show-error.js';
import { TreeChoices } from './host/tree-choices.js';
import type { AdviceLimits } from './model/advice.js';
import { EnsurePanel } from './providers/ensure-panel.js';
import { ExplainPanel } from './providers/explain-panel.js';
import { IndexDetails } from './providers/index-details.js';
import { IndexLenses } from './providers/index-lenses.js';
import { IndexTree } from './providers/index-tree.js';
import { QueryCounts } from './providers/query-counts.js';
import { QueryDiagnostics } from './providers/query-diagnostics.js';
import { QueryFixes } from './providers/query-fixes.js';
import { QueryHovers } from './providers/query-hovers.js';
import { QueryLenses } from './providers/query-lenses.js';
import { StrategyPanel } from './providers/strategy-panel.js';
import { StatusBar } from './providers/status-bar.js';
import { redactUri } from './server/redact.js';
import type { KeptFolder } from './workspace/kept-reading.js';
import { WorkspaceWorker } from './workspace/worker-client.js';

/** What the tests in the extension host look at; nobody else gets a hold of it. */
export interface Inside {
  readonly session: Session;
  readonly connections: Connections;
  readonly tree: IndexTree;
  readonly plans: EnsurePanel;
  readonly explained: ExplainPanel;
  readonly choices: TreeChoices;
  readonly details: IndexDetails;
  readonly scratch: ScratchDatabases;
}

/** Builds and registers; the workspace is read once the view or a source file is visible, a server asked once connected. */
export function activate(context: vscode.ExtensionContext): Inside | undefined {
  const parts = build(context);
  const { log, session, files, servers, connections, tree, choices, details, scratch } = parts;
  const { explainPanel, ensurePanel, strategyPanel, documents, dropped, outcomes, advisor } = parts;
  context.subscriptions.push(
    ...[log, session, files, servers, documents, explainPanel, ensurePanel, strategyPanel],
    ...[choices, dropped, tree, details, outcomes, advisor],
    ...editorParts(context, parts),
    ...commands(parts),
    ...listeners(parts),
  );
  return context.extensionMode === vscode.ExtensionMode.Test
    ? { session, connections, tree, plans: ensurePanel, explained: explainPanel, choices, details, scratch }
    : undefined;
}

type Parts = ReturnType<typeof build>;

type Disposables = vscode.ExtensionContext['subscriptions'];

/** All that lives as long as the window. */
function build(context: vscode.ExtensionContext) {
  const log = new Log(redactUri);
  const errors = new ErrorReporter(log);
  const session = new Session({
    compare: (catalog, live) => advise(compare(catalog, live), live, adviceLimits()),
    partFor,
  });
  const files = new Files(
    new WorkspaceWorker(context.asAbsolutePath('dist/scan-worker.cjs'), keptFolder(context)),
    session,
    log,
  );
  const connections = new Connections(context);
  const servers = new LiveServers(session, files, log);
  const documents = new ReportDocuments();
  const explainPanel = new ExplainPanel(context.extensionUri);
  const outcomes = new ExplainedQueries(session);
  const ensurePanel = new EnsurePanel(context.extensionUri);
  const choices = new TreeChoices(context.workspaceState);
  const dropped = new DroppedIndexes();
  const tree = new IndexTree(session, choices, dropped);
  const details = new IndexDetails(context.extensionUri, session);
  const changes = new IndexChanges(dropped, log, errors);
  const ensures = new ShownEnsures(ensurePanel, changes, files, log, errors);
  const scratch = new ScratchDatabases(context.globalState);
  const explanations = new ShownExplanations(
    explainPanel,
    new RememberedValues(context.workspaceState),
    new ExplainHistory(context.workspaceState),
    outcomes,
    new ExplainAdvice(files, ensures, changes, log),
    new ExplainProof(scratch),
    errors,
  );
  const advisor = new Advisor(session, queryAdvisor, log);
  const strategyPanel = new StrategyPanel(context.extensionUri);
  const strategies = new ShownStrategies({
    panel: strategyPanel,
    session,
    servers,
    files,
    errors,
    measuring: new StrategyMeasuring(scratch),
    ensure: (collection, id) =>
      ensureIndexes(
        servers.of(id),
        ensures,
        log,
        collection === null ? { kind: 'all' } : { kind: 'collection', collection },
      ),
  });
  return {
    ...{ log, errors, session, files, servers, connections, documents, choices, dropped, changes, scratch },
    ...{ tree, details, explainPanel, ensurePanel, strategyPanel },
    ...{ outcomes, ensures, explanations, advisor, strategies },
  };
}

/** What is drawn into the editor itself. */
function editorParts(
  { extensionUri }: vscode.ExtensionContext,
  { session, files, errors, outcomes, advisor }: Parts,
): Disposables {
  return [
    new QueryLenses(session, files, outcomes),
    new QueryDiagnostics(advisor, files, vscode.Uri.joinPath(extensionUri, 'docs', 'rules')),
    new QueryFixes(advisor, session, files, errors),
    new QueryHovers(advisor, session, files),
    new QueryCounts(advisor, session, files),
    // Of two lenses on one line VS Code shows that of the younger provider first.
    new IndexLenses(session, files),
    new StatusBar(session),
  ];
}

/** What follows the user, the settings and the connections. */
function listeners(parts: Parts): Disposables {
  const { session, files, servers, connections, scratch, log, advisor, tree, choices } = parts;
  const settingsChanged = (): void => {
    session.settingsChanged();
    advisor.settingsChanged();
  };
  const opened = (): void => {
    if (!tree.view.visible) return;
    void files.read();
    void connectOnOpen(servers, connections);
  };
  /** Advice on open code needs the whole workspace: it is read once a source file is seen. */
  const seen = (editors: readonly vscode.TextEditor[]): void => {
    if (!session.snapshot.catalog && editors.some(({ document }) => isSource(document))) void files.read();
  };
  opened();
  seen(vscode.window.visibleTextEditors);
  return [
    dropLeftScratch(session, servers, scratch, log),
    followContextKeys(session, choices),
    watchBuilds(servers),
    onDidChangeBindings(() => {
      session.bindingsChanged();
    }),
    onDidChangeSetting('budget.indexesPerCollection', settingsChanged),
    onDidChangeSetting('unusedAfterDays', settingsChanged),
    onDidChangeSetting('rules', () => {
      advisor.settingsChanged();
    }),
    tree.view.onDidChangeVisibility(opened),
    vscode.window.onDidChangeVisibleTextEditors(seen),
    vscode.workspace.onDidGrantWorkspaceTrust(opened),
  ];
}

/** Every command of package.json. */
function commands(parts: Parts): Disposables {
  const { log, errors, files, servers, connections, documents, choices, dropped, changes } = parts;
  const { tree, details, ensures, explanations, strategies } = parts;
  const on = <Id extends CommandId>(
    id: Id,
    run: (...args: CommandArguments[Id]) => unknown,
  ): vscode.Disposable => registerCommand(id, errors, run);
  return [
    on('indexLens.connect', (from) => connect(servers, connections, from)),
    on('indexLens.disconnect', (node) => disconnect(servers, connections, node)),
    on('indexLens.useConnection', (node) => useConnection(servers, node)),
    on('indexLens.connectionSettings', (node) => connectionSettings(servers, connections, node)),
    on('indexLens.forget', () => forget(servers, connections)),
    on('indexLens.chooseDatabase', (node) => chooseDatabase(servers.of(node?.connection), connections)),
    on('indexLens.refresh', () => refreshAll(servers, files)),
    on('indexLens.check', () => check(servers.of(), documents)),
    on('indexLens.ensureAll', () => ensureIndexes(servers.of(), ensures, log, { kind: 'all' })),
    on('indexLens.ensureModel', (collection, id) => ensureModel(servers.of(id), ensures, log, collection)),
    on('indexLens.ensureTarget', ({ target, connection }) =>
      ensureIndexes(servers.of(connection), ensures, log, scopeOf(target)),
    ),
    on('indexLens.settleIndex', ({ target, connection }) =>
      ensureIndexes(servers.of(connection), ensures, log, scopeOf(target)),
    ),
    on('indexLens.explainQuery', (place) => explainQuery(servers, files, explanations, place)),
    on('indexLens.planStrategy', (node) => strategies.show(strategyScope(node))),
    on('indexLens.copyKeyPattern', ({ target }) => copyKeyPattern(target)),
    on('indexLens.goToDefinition', ({ target }) => goToDefinition(target)),
    on('indexLens.revealIndex', (node) => tree.reveal(node)),
    on('indexLens.showIndex', (node) => {
      details.show(node);
    }),
    on('indexLens.hideIndex', ({ target, connection }) =>
      hideIndex(servers.of(connection), changes, target, true),
    ),
    on('indexLens.unhideIndex', ({ target, connection }) =>
      hideIndex(servers.of(connection), changes, target, false),
    ),
    on('indexLens.dropIndex', ({ target, connection }) => dropIndex(servers.of(connection), changes, target)),
    on('indexLens.createAgain', ({ target, connection }) =>
      createAgain(servers.of(connection), changes, dropped, target),
    ),
    on('indexLens.setTtl', ({ target, connection }) => setTtl(servers.of(connection), changes, target)),
    on('indexLens.makeUnique', ({ target, connection }) =>
      makeUnique(servers.of(connection), changes, target),
    ),
    on('indexLens.renameIndex', ({ target, connection }) =>
      renameIndex(servers.of(connection), changes, target),
    ),
    on('indexLens.copyForShell', ({ target, connection }) =>
      copyIndexCode(servers.of(connection), target, 'shell'),
    ),
    on('indexLens.copyForMongoose', ({ target, connection }) =>
      copyIndexCode(servers.of(connection), target, 'mongoose'),
    ),
    on('indexLens.sync', () => syncIndexes(servers.of(), changes, log)),
    on('indexLens.createIndex', (node) => createIndex(servers.of(node?.connection), ensures, node?.target)),
    on('indexLens.filterTree', () => filterTree(choices)),
    on('indexLens.clearFilter', () => {
      choices.choose({ filter: '' });
    }),
    on('indexLens.sortTree', () => sortTree(choices)),
    on('indexLens.showLog', log.show),
  ];
}

function queryAdvisor(): QueryAdvisor {
  const rootOf = (file: string): string => {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
    return folder ? `${fileOf(folder.uri)}/` : '';
  };
  return new QueryAdvisor({ limits: adviceLimits(), rules: setting('rules'), rootOf });
}

function adviceLimits(): AdviceLimits {
  return {
    indexesPerCollection: setting('budget.indexesPerCollection'),
    unusedAfterDays: setting('unusedAfterDays'),
  };
}

/** Readings are kept per workspace, in the folder that VS Code gives the extension for it. */
function keptFolder({ storageUri, extension }: vscode.ExtensionContext): KeptFolder | null {
  const { version } = extension.packageJSON as { readonly version: string };
  return storageUri?.scheme === 'file' ? { folder: storageUri.fsPath, version } : null;
}
