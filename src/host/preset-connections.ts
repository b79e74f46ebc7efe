import * as vscode from 'vscode';

/** A connection that the settings of MongoDB for VS Code name. */
export interface PresetConnection {
  readonly name: string;
  readonly uri: string;
}

/** Its setting `mdb.presetConnections`; whether that extension is installed does not matter. */
export function presetConnections(): readonly PresetConnection[] {
  const presets = vscode.workspace.getConfiguration('mdb').get<unknown>('presetConnections');
  return (Array.isArray(presets) ? (presets as readonly unknown[]) : []).flatMap((preset) => {
    const { name, connectionString } = (preset ?? {}) as { name?: unknown; connectionString?: unknown };
    return typeof name === 'string' && typeof connectionString === 'string'
      ? [{ name, uri: connectionString }]
      : [];
  });
}
