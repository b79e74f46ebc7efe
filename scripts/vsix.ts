import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

/** Packs an extension that needs nothing out of node_modules into `target`, a .vsix file. */
export async function packVsix(extension: string, target: string): Promise<string> {
  await createVSIX({
    cwd: extension,
    packagePath: path.resolve(target),
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return target;
}
