import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Expression, QuerySite } from '../../../src/model/query.js';
import { UserError } from '../../../src/model/user-error.js';
import { shellValue } from '../../../src/report/shell-text.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { readingExamples } from './reading-examples.js';
import { removeFolders, SourceFolder } from './source-folder.js';

// docs/queries.md: what each of its examples says is read is what is read.

const root = path.join(import.meta.dirname, '../../..');
const examples = readingExamples(await readFile(path.join(root, 'docs/queries.md'), 'utf8'));
const models = `const { Schema, model } = require('mongoose');
module.exports = { Contact: model('Contact', new Schema({ name: String })) };
`;

describe('docs/queries.md', () => {
  after(removeFolders);

  for (const example of examples) {
    it(`line ${example.line}: ${example.heading}`, async () => {
      const [name = ''] = Object.keys(example.files);
      const folderOf = path.posix.dirname(name);
      const folder = await SourceFolder.of({ ...example.files, [`${folderOf}/models.js`]: models });
      const workspace = new Workspace();
      await workspace.scan(folder.paths);
      const lines = (example.files[name] ?? '').split('\n');
      const found = new Map<string, string>();
      for (const [line, text] of lines.entries()) {
        const end = { line, character: text.length };
        const start = { line, character: text.length - text.trimStart().length };
        const site = await workspace.queryAt(folder.path(name), { start, end }).catch((error: unknown) => {
          if (error instanceof UserError) return null;
          throw error;
        });
        if (site?.complete) found.set(JSON.stringify(site.place.range), wordsOf(site));
      }
      assert.equal([...found.values()].join('\n'), example.read);
    });
  }
});

function wordsOf(site: QuerySite): string {
  const { filter, sort, skip, limit, projection, hint, collation, pipeline } = site;
  const parts = Object.entries({ filter, sort, skip, limit, projection, hint, collation, pipeline });
  return [
    `${site.collection ?? '*'}.${site.operation}`,
    ...parts.flatMap(([name, part]) => (part ? [`${name} ${textOf(part)}`] : [])),
    ...(site.inLoop ? ['in a loop'] : []),
  ].join(' ');
}

function textOf(expression: Expression): string {
  if (expression.kind === 'value') return shellValue(expression.value);
  if (expression.kind === 'hole') return `‹${expression.text}›`;
  if (expression.kind === 'array') return `[${expression.items.map(textOf).join(', ')}]`;
  const [first] = expression.entries;
  if (first && ['$oid', '$date'].includes(first.key) && first.value.kind === 'value')
    return shellValue({ [first.key]: first.value.value });
  const entries = expression.entries.map(
    ({ key, value, optional }) => `${key}${optional ? '?' : ''}: ${textOf(value)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
