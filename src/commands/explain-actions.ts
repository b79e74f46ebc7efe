import * as vscode from 'vscode';

import { copy } from '../host/clipboard.js';
import { fileOf, toRange } from '../host/conversions.js';
import type { Explanation } from '../model/explanation.js';
import type { ExplainView } from '../model/explain-messages.js';
import { explainMarkdown } from '../report/explain-markdown.js';
import { sectionsMarkdown } from '../report/explain-sections.js';
import { shellCommand } from '../report/shell-text.js';

export async function copyMarkdown(explanation: Explanation, view: ExplainView): Promise<void> {
  const { file } = explanation.query.place;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  const root = folder ? fileOf(folder.uri) : '';
  const text = `${explainMarkdown(explanation, root)}\n${sectionsMarkdown(view)}`;
  await copy(text, 'Explanation');
}

export async function copyCommand({ command }: Explanation): Promise<void> {
  await copy(shellCommand(command), 'Command');
}

export async function goToQuery({ query }: Explanation): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.file(query.place.file), {
    selection: toRange(query.place.range),
    viewColumn: vscode.ViewColumn.One,
  });
}

export async function openRaw({ plan }: Explanation): Promise<void> {
  const content = JSON.stringify(plan.raw, null, 2);
  const document = await vscode.workspace.openTextDocument({ content, language: 'json' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
}
