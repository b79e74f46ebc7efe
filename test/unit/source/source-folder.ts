import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Catalog, Model } from '../../../src/model/catalog.js';
import type { Place, Range } from '../../../src/model/place.js';
import { linesOf, offsetOf, positionOf } from '../../../src/syntax/lines.js';
import { Workspace } from '../../../src/workspace/workspace.js';

type Content = string | Uint8Array;

const made: string[] = [];

/** A folder of source files on the disk. `removeFolders` takes all of them away. */
export class SourceFolder {
  private constructor(
    readonly root: string,
    readonly files: Readonly<Record<string, Content>>,
  ) {}

  static async of(files: Readonly<Record<string, Content>>): Promise<SourceFolder> {
    const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'index-lens-source-')));
    made.push(root);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), content);
    }
    return new SourceFolder(root, files);
  }

  path(name: string): string {
    return `${this.root}/${name}`;
  }

  get paths(): string[] {
    return Object.keys(this.files).map((name) => this.path(name));
  }

  /** The text that a place covers. */
  textAt({ file, range }: Place): string {
    const text = this.#text(path.relative(this.root, file));
    const lines = linesOf(text);
    return text.slice(offsetOf(lines, range.start), offsetOf(lines, range.end));
  }

  /** Where a text stands in a file; it must stand there once. */
  rangeOf(name: string, part: string): Range {
    const text = this.#text(name);
    const offset = text.indexOf(part);
    if (offset === -1 || text.includes(part, offset + 1)) throw new Error(`${part} is not there once`);
    const lines = linesOf(text);
    return { start: positionOf(lines, offset), end: positionOf(lines, offset + part.length) };
  }

  #text(name: string): string {
    const content = this.files[name];
    if (typeof content !== 'string') throw new Error(`${name} is no text`);
    return content;
  }
}

export async function removeFolders(): Promise<void> {
  await Promise.all(made.splice(0).map((root) => rm(root, { recursive: true, force: true })));
}

export async function scan(
  files: Readonly<Record<string, Content>>,
): Promise<{ readonly folder: SourceFolder; readonly catalog: Catalog }> {
  const folder = await SourceFolder.of(files);
  return { folder, catalog: await new Workspace().scan(folder.paths) };
}

/** `contacts: email_1, name_1` of each model; an incomplete one ends in `?`. */
export function outline({ models }: Catalog): string[] {
  return models.map(({ collection, complete, indexes }) => {
    const names = indexes.map(({ name }) => name).join(', ');
    return `${collection ?? '*'}: ${names}${complete ? '' : ' ?'}`;
  });
}

export function only({ models }: Catalog): Model {
  const [model, ...others] = models;
  if (!model || others.length > 0) throw new Error(`${models.length} models`);
  return model;
}
