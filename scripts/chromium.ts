import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { cacheDir } from './cache.js';
import { ensureDebianPackages } from './debian-packages.js';
import { run } from './run.js';

const debian = '/usr/bin/chromium';
const usual = [debian, '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];

/** Opens a browser without a window: CHROMIUM, one that is installed, Playwright's download, Debian's package. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const args = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  return chromium.launch({
    executablePath: await findChromium(),
    // Chromium's sandbox does not start as root, which is who one is in a container.
    args: [...args, '--force-color-profile=srgb', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ...options,
  });
}

async function findChromium(): Promise<string> {
  const found = [process.env.CHROMIUM, ...usual].find((file) => file !== undefined && existsSync(file));
  if (found !== undefined) return found;
  process.env.PLAYWRIGHT_BROWSERS_PATH ??= cacheDir('playwright');
  if (!existsSync(chromium.executablePath())) {
    const cli = path.join(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js');
    await run(process.execPath, [cli, 'install', 'chromium']).catch(() =>
      ensureDebianPackages(debian, ['chromium']),
    );
  }
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : debian;
}
