import { readdir, readFile } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Problem } from '../model/problem.js';
import { UserError } from '../model/user-error.js';
import { passedOver } from './passed-over.js';
import { isGone, unreadable } from './unreadable.js';

interface WalkOptions {
  /** Globs in the syntax of `.gitignore`, relative to the directory. */
  readonly exclude: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

const sourceFile = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const otherFile = /\.d\.[cm]?ts$|\.min\.js$/;

interface Rules {
  /** With a trailing slash; paths are matched relative to it. */
  readonly base: string;
  readonly ignores: Ignore;
}

export interface Walked {
  /** Absolute paths with forward slashes, sorted. */
  readonly files: readonly string[];
  /** Folders that could not be listed: source files may lie there. */
  readonly problems: readonly Problem[];
}

/**
 * The source files below a directory. `.gitignore` files count, nested ones for their folder. Throws UserError
 * `unreadable` where the directory itself cannot be read.
 */
export async function walk(directory: string, { exclude, signal }: WalkOptions): Promise<Walked> {
  const root = slashed(resolve(directory));
  const excluded: Rules = { base: `${root}/`, ignores: ignore().add([...exclude]) };
  const found: string[] = [];
  const problems: Problem[] = [];
  const isLeftOut = (path: string, rules: readonly Rules[]): boolean =>
    isIgnored(path, [excluded]) || isIgnored(path, rules);
  const visit = async (folder: string, outer: readonly Rules[], isRoot: boolean): Promise<void> => {
    signal?.throwIfAborted();
    const entries = await list(folder, isRoot ? null : problems);
    const rules = entries.some(({ name }) => name === '.gitignore')
      ? [...outer, await rulesOf(folder)]
      : outer;
    const folders: string[] = [];
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory() && !passedOver.has(entry.name) && !isLeftOut(`${path}/`, rules))
        folders.push(path);
      else if (
        entry.isFile() &&
        sourceFile.test(entry.name) &&
        !otherFile.test(entry.name) &&
        !isLeftOut(path, rules)
      ) {
        found.push(path);
      }
    }
    await Promise.all(folders.map((one) => visit(one, rules, false)));
  };
  await visit(root, [], true);
  return { files: found.sort(), problems };
}

/** `problems`: where to say that it cannot be listed; null: it must be. */
async function list(folder: string, problems: Problem[] | null): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (problems) {
      if (!isGone(code)) problems.push(unreadable('folder', folder, code));
      return [];
    }
    const what =
      code === 'ENOENT' ? 'does not exist' : code === 'ENOTDIR' ? 'is not a directory' : 'cannot be read';
    throw new UserError('unreadable', `${folder} ${what}.`, 'Name a directory that holds source code.', {
      cause: error,
    });
  }
}

async function rulesOf(folder: string): Promise<Rules> {
  const text = await readFile(join(folder, '.gitignore'), 'utf8').catch(() => '');
  return { base: `${folder}/`, ignores: ignore().add(text) };
}

/** The innermost file that says anything of a path decides, as in git. */
function isIgnored(path: string, rules: readonly Rules[]): boolean {
  for (const { base, ignores } of rules.toReversed()) {
    const { ignored, unignored } = ignores.test(path.slice(base.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function slashed(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}
