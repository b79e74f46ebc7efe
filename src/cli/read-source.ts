import type { Catalog } from '../model/catalog.js';
import { walk } from '../workspace/walk.js';
import { Workspace } from '../workspace/workspace.js';
import { cacheFolder } from './cache-folder.js';
import type { SourceOptions } from './target.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** Reads the code below `root`, and gives it away when `use` is done. */
export async function withSource<T>(
  root: string,
  { exclude }: SourceOptions,
  terminal: Terminal,
  use: (reading: Promise<Catalog>, workspace: Workspace) => Promise<T>,
): Promise<T> {
  const workspace = new Workspace({ folder: cacheFolder(process.env, process.platform), version });
  try {
    return await use(scan(workspace, root, exclude, terminal), workspace);
  } finally {
    terminal.progress(null);
    await workspace.dispose();
  }
}

async function scan(
  workspace: Workspace,
  root: string,
  exclude: readonly string[],
  terminal: Terminal,
): Promise<Catalog> {
  const { signal } = terminal;
  terminal.progress('Looking for files…');
  const { files, problems } = await walk(root, { exclude, signal });
  const catalog = await workspace.scan(files, {
    signal,
    onProgress: (done, total) => {
      const isRead = done === total;
      terminal.progress(
        isRead ? 'Following the definitions…' : `Reading the code: ${done} of ${total} files`,
      );
    },
  });
  return { ...catalog, problems: [...catalog.problems, ...problems] };
}
