// npm run demo [-- --once]: installs and builds what is missing, then tells the story of scripts/demo-story.ts.
// Until `npm install` has run there is nothing but Node here, so this file uses built-in modules only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

function run(title, command, args) {
  console.log(`\n── ${title} ──`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(path.join(root, 'node_modules', 'tsx'))) run('npm install', 'npm', ['install', '--no-fund']);
run('build', 'node', ['esbuild.mjs', '--production']);

const { register } = await import('tsx/esm/api');
register();
const { tellStory } = await import('./demo-story.ts');
await tellStory({ once: process.argv.includes('--once') });
process.exit(0);
