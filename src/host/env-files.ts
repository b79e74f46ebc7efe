import * as vscode from 'vscode';

/** A connection string in an environment file of the workspace. */
export interface EnvString {
  readonly uri: string;
  readonly variable: string;
  /** Absolute path. */
  readonly file: string;
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s#]*))/;

/** The variables of an environment file whose value is a connection string, in order. */
function connectionStrings(text: string): readonly { variable: string; uri: string }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, variable, double, single, bare] = assignment.exec(line) ?? [];
    const uri = double ?? single ?? bare ?? '';
    return variable && /^mongodb(\+srv)?:\/\//.test(uri) ? [{ variable, uri }] : [];
  });
}

/** Files that show what an environment file looks like: their servers are no one's. */
const isExample = /\.(?:example|sample|template|dist)$/;

/** Connection strings in the workspace's `.env*` files, files in alphabetical order. */
export async function findEnvStrings(): Promise<readonly EnvString[]> {
  const uris = await vscode.workspace.findFiles('**/.env*', '**/node_modules/**', 50);
  const sorted = uris
    .filter(({ path }) => !isExample.test(path))
    .toSorted((a, b) => a.fsPath.localeCompare(b.fsPath));
  return (await Promise.all(sorted.map(readStrings))).flat();
}

/** The variable's value as the file has it now; null when file or variable are gone. */
export async function readEnvString(file: string, variable: string): Promise<string | null> {
  const strings = await readStrings(vscode.Uri.file(file));
  return strings.find((found) => found.variable === variable)?.uri ?? null;
}

async function readStrings(uri: vscode.Uri): Promise<readonly EnvString[]> {
  try {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return connectionStrings(text).map((found) => ({ ...found, file: uri.fsPath }));
  } catch {
    return []; // gone, or a folder: there is nothing to offer
  }
}
