import { existsSync } from 'node:fs';
import { run } from './run.js';

/**
 * Sees to it that `file` exists, by installing Debian packages when this is root on a machine with apt.
 * Throws a sentence that says what to install otherwise.
 */
export async function ensureDebianPackages(file: string, packages: readonly string[]): Promise<void> {
  if (existsSync(file)) return;
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`${file} is missing. On Debian or Ubuntu, install it with: sudo ${command}`);
  }
  console.log(`installing ${packages.join(', ')} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = () =>
    run(
      'apt-get',
      ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '--no-install-recommends', ...packages],
      { env },
    );
  // The package lists of a fresh machine are empty or old: only then are they worth the time of an update.
  await install().catch(async () => {
    await run('apt-get', ['update'], { env });
    await install();
  });
  if (!existsSync(file)) throw new Error(`${command} did not bring ${file}.`);
}
