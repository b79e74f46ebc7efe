import * as vscode from 'vscode';

/** How long the status bar says so, in milliseconds. */
const told = 2000;

/** Puts a text on the clipboard and says so: `Key pattern`. */
export async function copy(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(copy) ${what} copied`, told);
}
