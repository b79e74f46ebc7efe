import { basename } from 'node:path';
import * as vscode from 'vscode';

import type { Connections } from '../host/connections.js';
import { findComposeServices, readComposeService } from '../host/compose-files.js';
import type { ConnectionSource } from '../host/contributions.js';
import { findEnvStrings, readEnvString } from '../host/env-files.js';
import { presetConnections } from '../host/preset-connections.js';
import { UserError } from '../model/user-error.js';
import { databaseOfUri, hostsOfUri } from '../server/redact.js';
import type { ConnectionRequest } from './live-server.js';

/** The variable that the command line reads too. */
const environmentVariable = 'INDEX_LENS_URI';

/** Host and database of a connection string, for people: `localhost:27017/petbuddy`. */
export function addressOf(uri: string): string {
  const database = databaseOfUri(uri);
  return database === null ? hostsOfUri(uri) : `${hostsOfUri(uri)}/${database}`;
}

export function environmentSource(): ConnectionSource | null {
  const uri = process.env[environmentVariable];
  return uri ? { kind: 'environment', variable: environmentVariable } : null;
}

/** What can be connected to without typing, with the address that a choice shows. */
export interface SourceChoice {
  readonly source: ConnectionSource;
  readonly label: string;
  readonly address: string;
  readonly group: string;
}

export async function sourceChoices(connections: Connections): Promise<readonly SourceChoice[]> {
  const environment = process.env[environmentVariable];
  const fromEnvironment: SourceChoice[] = environment
    ? [
        {
          source: { kind: 'environment', variable: environmentVariable },
          label: `${environmentVariable} (environment)`,
          address: addressOf(environment),
          group: 'Environment',
        },
      ]
    : [];
  const kept = connections.list().map(({ name, address }) => ({
    source: { kind: 'kept', name } as const,
    label: name,
    address: address === name ? '' : address,
    group: 'Kept',
  }));
  const presets = presetConnections().map(({ name, uri }) => ({
    source: { kind: 'preset', name } as const,
    label: name,
    address: addressOf(uri),
    group: 'Settings of MongoDB for VS Code',
  }));
  const [variables, services] = await Promise.all([findEnvStrings(), findComposeServices()]);
  const inWorkspace = [
    ...variables.map(({ variable, file, uri }) =>
      foundIn(file, { kind: 'env-file', file, variable }, variable, uri),
    ),
    ...services.map(({ service, file, uri }) =>
      foundIn(file, { kind: 'compose', file, service }, service, uri),
    ),
  ];
  return [...fromEnvironment, ...kept, ...inWorkspace, ...presets];
}

function foundIn(file: string, source: ConnectionSource, label: string, uri: string): SourceChoice {
  const address = `${addressOf(uri)} · ${vscode.workspace.asRelativePath(file)}`;
  return { source, label, address, group: 'In this workspace' };
}

/** The string behind a source, read when it is needed. Throws UserError `usage` when it is gone. */
export async function requestOf(
  source: ConnectionSource,
  connections: Connections,
  database: string | null = null,
): Promise<ConnectionRequest> {
  const uri = await uriOf(source, connections);
  if (!uri) {
    throw new UserError(
      'usage',
      `${nameOf(source)} holds no connection string any more.`,
      'Connect to another one.',
    );
  }
  return { source, name: nameOf(source), uri, marks: connections.marksOf(source), database };
}

function nameOf(source: ConnectionSource): string {
  switch (source.kind) {
    case 'kept':
      return source.name;
    case 'environment':
      return source.variable;
    case 'env-file':
      return `${source.variable} (${basename(source.file)})`;
    case 'compose':
      return `${source.service} (${basename(source.file)})`;
    case 'preset':
      return source.name;
  }
}

async function uriOf(source: ConnectionSource, connections: Connections): Promise<string | null> {
  switch (source.kind) {
    case 'kept':
      return connections.uriOf(source.name);
    case 'environment':
      return process.env[source.variable] ?? null;
    case 'env-file':
      return readEnvString(source.file, source.variable);
    case 'compose':
      return readComposeService(source.file, source.service);
    case 'preset':
      return presetConnections().find(({ name }) => name === source.name)?.uri ?? null;
  }
}
