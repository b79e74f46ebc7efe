import path from 'node:path';
import { run } from './run.js';

const vsce = path.join(import.meta.dirname, '..', 'node_modules', '@vscode', 'vsce', 'vsce');

/** Packs an extension that needs nothing out of node_modules into `target`, a .vsix file. */
export async function packVsix(extension: string, target: string): Promise<string> {
  const lenient = [
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--allow-star-activation',
    '--skip-license',
  ];
  await run(process.execPath, [vsce, 'package', '--no-dependencies', ...lenient, '--out', target], {
    cwd: extension,
  });
  return target;
}
