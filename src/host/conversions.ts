import * as vscode from 'vscode';

import type { Place, Range } from '../model/place.js';

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

export function fromRange({ start, end }: vscode.Range): Range {
  return {
    start: { line: start.line, character: start.character },
    end: { line: end.line, character: end.character },
  };
}

/** The model's name of a file: its absolute path with forward slashes. */
export function fileOf(uri: vscode.Uri): string {
  return uri.fsPath.replaceAll('\\', '/');
}

/** The folder that places are told below; empty: none is open. */
export function workspaceRoot(): string {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  return root ? fileOf(root) : '';
}

export function toLocation(place: Place): vscode.Location {
  return new vscode.Location(vscode.Uri.file(place.file), toRange(place.range));
}
