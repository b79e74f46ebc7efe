import * as vscode from 'vscode';

import { composeServices, type ComposeService } from './compose-services.js';

/** A MongoDB service of a Compose file in the workspace. */
export interface FoundService extends ComposeService {
  /** Absolute path. */
  readonly file: string;
}

/** MongoDB services that the workspace's Compose files publish on this machine, files in alphabetical order. */
export async function findComposeServices(): Promise<readonly FoundService[]> {
  const glob = '**/{docker-compose,compose}*.{yml,yaml}';
  const uris = await vscode.workspace.findFiles(glob, '**/node_modules/**', 20);
  const sorted = uris.toSorted((a, b) => a.fsPath.localeCompare(b.fsPath));
  return (await Promise.all(sorted.map(readServices))).flat();
}

/** The service's connection string as the file has it now; null when file or service are gone. */
export async function readComposeService(file: string, service: string): Promise<string | null> {
  const services = await readServices(vscode.Uri.file(file));
  return services.find((found) => found.service === service)?.uri ?? null;
}

async function readServices(uri: vscode.Uri): Promise<readonly FoundService[]> {
  const [{ parse }, bytes] = await Promise.all([
    import('yaml'),
    vscode.workspace.fs.readFile(uri).then(undefined, () => new Uint8Array()),
  ]);
  try {
    const document: unknown = parse(new TextDecoder().decode(bytes), { logLevel: 'silent', merge: true });
    return composeServices(document).map((found) => ({ ...found, file: uri.fsPath }));
  } catch {
    return []; // half typed: there is nothing to offer yet
  }
}
