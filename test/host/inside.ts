import assert from 'node:assert/strict';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import * as vscode from 'vscode';
import type { Inside } from '../../src/extension.js';
import type { TreeNode } from '../../src/providers/tree-node.js';

// What the tests in the extension host share: the extension's inside, the server, the open folder, the user's answers.

export const database = 'host_tests';

/** The test server's connection string, with the database of these tests. */
export function testUri(): string {
  const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? 'mongodb://127.0.0.1:27017/');
  uri.pathname = `/${database}`;
  return uri.href;
}

export async function inside(): Promise<Inside> {
  const extension = vscode.extensions.getExtension<Inside>('index-lens.index-lens');
  assert.ok(extension, 'the extension is not there');
  return extension.activate();
}

/** Runs something on the test database itself, beside the extension. */
export async function onServer<T>(run: (client: MongoClient) => Promise<T>): Promise<T> {
  const client = await MongoClient.connect(testUri());
  try {
    return await run(client);
  } finally {
    await client.close();
  }
}

/** An empty database with one contact, so that one collection exists. */
export async function freshDatabase(): Promise<void> {
  await onServer(async (client) => {
    await client.db(database).dropDatabase();
    await client
      .db(database)
      .collection('contacts')
      .insertOne({ companyId: 1, social: { facebookId: 'f' } });
  });
}

/** Keeps the test server's string in secret storage and connects to it. */
export async function connectToServer(): Promise<Inside> {
  const editor = await inside();
  await editor.connections.keep({ name: 'test server', address: 'test' }, testUri());
  await vscode.commands.executeCommand('indexLens.connect', { kind: 'kept', name: 'test server' });
  return editor;
}

/** Closes every connection. */
export async function disconnect(): Promise<void> {
  const { session } = await inside();
  for (const { id } of session.snapshot.connections)
    await vscode.commands.executeCommand('indexLens.disconnect', { target: null, connection: id });
}

export async function openFile(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return vscode.window.showTextDocument(vscode.Uri.file(path.join(folder, name)));
}

const queryCount = /^\d+: \d+ quer(?:y|ies)$/;

/** As `lensesOf`, of the state of indexes alone: what is predicted of queries comes a little later. */
export async function stateLensesOf(document: vscode.TextDocument): Promise<readonly string[]> {
  return (await lensesOf(document)).filter((title) => !queryCount.test(title));
}

/** Titles of our lenses with the line that each stands on, counting from 1. */
export async function lensesOf(document: vscode.TextDocument): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  return lenses
    .toSorted((a, b) => a.range.start.line - b.range.start.line)
    .map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`);
}

/** The whole tree as the provider gives it, indented, with each node's description. */
export function drawn(editor: Inside, nodes = editor.tree.getChildren(), depth = 0): readonly string[] {
  return nodes.flatMap((node: TreeNode) => [
    `${'  '.repeat(depth)}${node.label} | ${node.description}`,
    ...drawn(editor, editor.tree.getChildren(node), depth + 1),
  ]);
}

type PickItems = readonly (string | vscode.QuickPickItem)[];

interface Said {
  readonly message: string;
  readonly detail: string;
}

/**
 * Answers every message and dialog in the user's place while `run` runs: with the button or the row whose title fits,
 * else by closing it; input boxes with `typed`, one after the other, where they accept that; a list with ticks stays as
 * it is.
 * Gives what was said. The extension host refuses to show dialogs to tests.
 */
export async function answering(
  press: RegExp,
  run: () => Thenable<unknown>,
  ...typed: readonly string[]
): Promise<readonly Said[]> {
  const said: Said[] = [];
  const answers = [...typed];
  const answer = (message: string, ...rest: readonly unknown[]): Promise<unknown> => {
    const [first] = rest;
    const options = typeof first === 'object' && first !== null ? (first as vscode.MessageOptions) : {};
    said.push({ message, detail: options.detail ?? '' });
    return Promise.resolve(rest.find((button) => typeof button === 'string' && press.test(button)));
  };
  const type = async (options: vscode.InputBoxOptions): Promise<unknown> => {
    said.push({ message: options.title ?? '', detail: options.prompt ?? '' });
    const text = answers.shift();
    if (text === undefined) return undefined;
    const refused = await options.validateInput?.(text);
    const isRefused =
      typeof refused === 'string' || refused?.severity === vscode.InputBoxValidationSeverity.Error;
    return isRefused ? undefined : text;
  };
  const pick = async (
    given: PickItems | PromiseLike<PickItems>,
    options: vscode.QuickPickOptions,
  ): Promise<unknown> => {
    const items = await given;
    const labelOf = (item: PickItems[number]): string => (typeof item === 'string' ? item : item.label);
    said.push({ message: options.title ?? '', detail: items.map(labelOf).join('\n') });
    if (!options.canPickMany) return items.find((item) => press.test(labelOf(item)));
    return items.filter((item) => typeof item !== 'string' && item.picked);
  };
  const messages = { showInformationMessage: answer, showWarningMessage: answer, showErrorMessage: answer };
  const replaced = { ...messages, showInputBox: type, showQuickPick: pick };
  const names = Object.keys(replaced) as (keyof typeof replaced)[];
  const originals = names.map((name) => [name, vscode.window[name]] as const);
  Object.assign(vscode.window, replaced);
  try {
    await run();
  } finally {
    Object.assign(vscode.window, Object.fromEntries(originals));
  }
  return said;
}

/** What `look` finds, as soon as it finds something, within twenty seconds: machines may be slow, tests are not. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('It did not happen within 20 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The node at the end of a path of labels below the connection. */
export function nodeAt(editor: Inside, ...labels: readonly string[]): TreeNode {
  let [node] = editor.tree.getChildren();
  for (const label of labels) node = editor.tree.getChildren(node).find((child) => child.label === label);
  return node ?? assert.fail(`no node ${labels.join(' > ')}`);
}
