// npm run pictures: makes the README's pictures anew, by the ui tests in the real workbench.
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const pictures = {
  'missing.png': '3-missing-dark.png',
  'ensured.png': '6-ensured-light.png',
  'explain-before.png': '4-explain-before-light.png',
  'explain-after.png': '7-explain-after-dark.png',
};

const { status } = spawnSync('npm', ['run', '--silent', 'test:ui'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
const images = path.join(root, 'docs', 'images');
await mkdir(images, { recursive: true });
for (const [name, screenshot] of Object.entries(pictures)) {
  await copyFile(path.join(root, 'out', 'screenshots', screenshot), path.join(images, name));
}
console.log(`${Object.keys(pictures).length} pictures in docs/images`);
