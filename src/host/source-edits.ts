import * as vscode from 'vscode';

import type { SourceEdit } from '../model/source-edit.js';
import { toRange } from './conversions.js';

/** An edit of the code as VS Code takes it. Of several files each change is shown first, and may be left out. */
export function workspaceEdit({ files, others }: SourceEdit, label: string): vscode.WorkspaceEdit {
  const made = new vscode.WorkspaceEdit();
  const description = others.length > 0 ? `also counts for ${others.join(', ')}` : undefined;
  const about = { label, needsConfirmation: files.length > 1, ...(description ? { description } : {}) };
  for (const { file, edits } of files)
    for (const { range, text } of edits) made.replace(vscode.Uri.file(file), toRange(range), text, about);
  return made;
}

/** Makes the edit and shows where. False: the user left it, or VS Code refused it. */
export async function applySourceEdit(edit: SourceEdit, label: string): Promise<boolean> {
  const isMade = await vscode.workspace.applyEdit(workspaceEdit(edit, label));
  const [first] = edit.files;
  const [at] = first?.edits ?? [];
  if (isMade && first && at) {
    const selection = toRange({ start: at.range.start, end: at.range.start });
    await vscode.window.showTextDocument(vscode.Uri.file(first.file), { selection, preserveFocus: true });
  }
  return isMade;
}
