import { modelsJson, modelsText } from '../report/models.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { rootOf, type SourceOptions } from './target.js';
import type { Terminal } from './terminal.js';

export interface ModelsOptions extends SourceOptions {
  readonly json?: boolean;
}

/** What the code defines. */
export async function models(dir: string, options: ModelsOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  const catalog = await withSource(root, options, terminal, (reading) => reading);
  terminal.print(
    options.json
      ? JSON.stringify(modelsJson(catalog, root), null, 2)
      : modelsText(catalog, root, terminal.paint),
  );
  return 0;
}
