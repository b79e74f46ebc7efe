import assert from 'node:assert/strict';
import { outline, removeFolders, scan } from './source-folder.js';

const model = `const { Schema, model } = require('mongoose');`;

describe('much work', () => {
  after(removeFolders);

  it('a function that calls itself with nothing new is followed once, however often it does', async () => {
    const { catalog } = await scan({
      'walk.js': `${model}
const walk = (node, path) => {
  if (!node) return null;
  ${Array.from({ length: 300 }, (_, at) => `if (node.kind === ${at}) walk(node.part${at}, path + '.part${at}');`).join('\n  ')}
  return path;
};
for (const one of [1, 2, 3, 4, 5, 6]) walk(process.argv[one], process.env.HOME);
module.exports = model('Walk', new Schema({ at: { type: Date, index: true } }));`,
    });
    assert.deepEqual(outline(catalog), ['walks: at_1']);
    assert.deepEqual(catalog.problems, []);
  });

  it('what such a call would have written is not known', async () => {
    const { catalog } = await scan({
      'fill.js': `${model}
const fill = (node, out) => {
  const inner = {};
  if (node.more) fill(node.more, inner);
  out.at = { type: Date, index: true };
  out.inner = inner;
  return out;
};
module.exports = model('Fill', new Schema(fill(JSON.parse(process.env.SHAPE), {})));`,
    });
    assert.equal(catalog.models[0]?.complete, false);
  });

  it('a query that is asked again by a call of itself in a loop is asked in a loop', async () => {
    const { catalog } = await scan({
      'tree.js': `${model}
const Node = model('Node', new Schema({ parent: String }));
async function clear(id) {
  const inner = await Node.find({ parent: id });
  for (const one of inner) await clear(one._id);
}
clear(process.argv[2]);`,
    });
    assert.deepEqual(
      catalog.queries.map(({ inLoop }) => inLoop),
      [true],
    );
  });

  it('a test that runs the whole program again and again is read to its end', async () => {
    const calls = (name: string, next: string): string =>
      `const ${name} = (one) => { ${Array.from({ length: 6 }, (_, at) => `${next}(one + ${at});`).join(' ')} };`;
    const program = Array.from({ length: 8 }, (_, at) => calls(`f${at}`, `f${at + 1}`)).reverse();
    const { catalog } = await scan({
      'program.js': `const f8 = String;\n${program.join('\n')}\nmodule.exports = f0;`,
      'program.test.js': `${model}
const run = require('./program');
describe('the program', () => {
  ${Array.from({ length: 5 }, (_, at) => `it('runs ${at}', () => { run(${at}); });`).join('\n  ')}
});
model('Last', new Schema({ at: { type: Date, index: true } }));`,
    });
    assert.deepEqual(outline(catalog), ['lasts: at_1']);
    assert.deepEqual(catalog.problems, []);
  });
});
