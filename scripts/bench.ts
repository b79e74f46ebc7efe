import { stat } from 'node:fs/promises';
import path from 'node:path';
import { benchReading } from './bench-reading.js';
import { benchServer } from './bench-server.js';
import { Workbench } from '../test/ui/workbench.js';

// npm run bench: what reading code costs, what reading and changing a server costs, and what the extension costs in the real extension host.

const root = path.join(import.meta.dirname, '..');
const rounds = 3;

/** The line of VS Code's own "Startup Performance" about the extension, as numbers in milliseconds. */
async function activation(): Promise<Readonly<Record<string, number>>> {
  const workbench = await Workbench.open();
  try {
    await workbench.openFile('models/Contact.js');
    await workbench.codeLens(/8 indexes defined/).waitFor();
    const text = await workbench.inHost(async (vscode) => {
      await vscode.commands.executeCommand('perfview.show');
      for (let wait = 0; wait < 100; wait++) {
        const report =
          vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
        if (report.includes('index-lens.index-lens')) return report;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return '';
    }, null);
    return columns(text);
  } finally {
    await workbench.close();
  }
}

/** A Markdown table's row of the extension, by its header. */
function columns(report: string): Readonly<Record<string, number>> {
  const lines = report.split('\n');
  const at = lines.findIndex((line) => line.includes('index-lens.index-lens'));
  const header = lines.slice(0, at).findLast((line) => /Load code/i.test(line));
  if (at < 0 || header === undefined) throw new Error('VS Code tells no activation time of the extension.');
  const cells = (line: string) => line.split('|').map((cell) => cell.trim());
  const names = cells(header);
  const values = cells(lines[at] ?? '');
  return Object.fromEntries(
    names.flatMap((name, column) => {
      const value = Number(values[column]);
      return name !== '' && values[column] !== '' && !Number.isNaN(value) ? [[name, value]] : [];
    }),
  );
}

await benchReading();
await benchServer();
for (let round = 1; round <= rounds; round++) {
  const times = Object.entries(await activation()).map(([name, ms]) => `${name} ${ms} ms`);
  console.log(`activation, round ${round} of ${rounds}: ${times.join(', ')}`);
}
const { size } = await stat(path.join(root, 'out', 'index-lens.vsix'));
console.log(`VSIX: ${(size / 1024).toFixed(0)} KB`);
process.exit(0);
