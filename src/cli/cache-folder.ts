import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's programs keep what they can make anew, by the custom of the platform. */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  const { XDG_CACHE_HOME: given, LOCALAPPDATA: local } = environment;
  if (platform === 'win32') return join(local ?? join(home, 'AppData', 'Local'), 'index-lens', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'index-lens');
  return join(given ?? join(home, '.cache'), 'index-lens');
}
