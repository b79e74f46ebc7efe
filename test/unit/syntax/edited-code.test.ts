import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { marking } from '../../../src/source/mentions.js';
import { EditedCode } from '../../../src/syntax/edited-code.js';
import { parse } from '../../../src/syntax/parse.js';

const runs = Number(process.env.INDEX_LENS_EDITED_RUNS ?? 100);
const seed = Number(process.env.INDEX_LENS_EDITED_SEED ?? 7);
const root = path.join(import.meta.dirname, '../../..');

const models = `import mongoose, { Schema } from 'mongoose';
import { audited, DAY } from './constants';

const kinds = { first: 1, 'second': { inner: [1, 2, { deep: await first }] }, get third() { return 3 }, ...audited };
const schema = new Schema({
  /** Whose it is. */
  owner: { type: String, index: true }, // a remark
  tags: [{ name: String, count: { type: Number, default: () => ({ a: 1, b: [2] }) } }],
  ['computed' + DAY]: \`text \${DAY} { \`,
  pattern: /[{},;/]+/g,
  method() { return { a: 1 }; },
  async *later() { yield await { x: 1 } },
  last: { type: Date, expires: DAY }
}, { timestamps: true });
schema.index({ owner: 1, last: -1 })
;[1, 2].forEach((x) => schema.index({ ['a' + x]: 1 }))
schema.pre('save', async function () { await this.constructor.findOne({ owner: 1 }) })
if (DAY) schema.plugin(audited); else schema.set('autoIndex', false);
export const Model = mongoose.model('Model', schema);
interface Shape { owner: string; [key: string]: unknown }
`;

const classes = `import { Prop } from '@nestjs/mongoose';
@Schema({ collection: 'cats', timestamps: { createdAt: true } })
export class Cat extends mixin({ a: 1 }) {
  @Prop({ index: true, type: () => [String] })
  name: string
  private readonly count = 1
  static options = { a: { b: [{ c: 1 }] } };
  [key: string]: unknown;
  overloaded(x: string): { a: 1 }
  overloaded(x: any) { return x }
  constructor(private readonly db: Db) { super() }
  async find(id: string) {
    const found = await this.db.collection('cats').findOne({ _id: id, at: { $gt: 1 } });
    return found ? { ...found } : null;
  }
  get lives() { return 9 }
  ;static { Cat.options.a = { b: [] } }
  handler = async (x) => { await this.db.collection('x').find({ x }) }
}
export default class { a = { b: 1 }; c() {} }
function declared(a: number): void
function declared(a: any) { return model('X', {}) }
enum Kind { a = 1, b }
`;

const sources = [
  models,
  classes,
  readFileSync(path.join(root, 'src/source/module.ts'), 'utf8'),
  readFileSync(path.join(root, 'src/workspace/worker-client.ts'), 'utf8'),
];

/** What may change how the rest of a text is read. */
const pieces = [
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    ',',
    ';',
    ':',
    '.',
    '`',
    "'",
    '/',
    '/*',
    '*/',
    '//',
    '\n',
    ' ',
    '${',
    '=>',
  ],
  ...[
    'a: 1,',
    'b',
    'get ',
    'async ',
    'static ',
    'await x',
    'await (x)',
    'yield ',
    'export ',
    'import.meta',
    '+ 1',
  ],
  ...[
    'else ',
    '...',
    '@Prop() ',
    'c() {}',
    'const d = 1;',
    "import 'e';",
    '}, {',
    '}) ({',
    '} class y {',
    '#!',
    '<',
  ],
  ...['schema.index({ e: 1 });\n', ' = {}', 'model(1)'],
];
/** What most often does not. */
const harmless = [
  'typed: { type: String, index: true },\n',
  '// a remark\n',
  ' ',
  '\n',
  '/* */',
  'x',
  '1',
  ';',
];

const step = fc.record({
  /** Of the text's length. */
  at: fc.noBias(fc.nat(9_999)).map((share) => share / 10_000),
  /** At the next start of a line, of a word, or just there. */
  where: fc.constantFrom('line', 'word', 'there'),
  removed: fc.oneof(fc.constant(0), fc.constant(0), fc.nat(12)),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.constantFrom('', ...harmless)),
  /** Whether the next step begins with the text before this one, as after an undo. */
  isUndone: fc.constantFrom(true, true, false),
});

describe('the code of an edited text', function () {
  this.timeout(120_000);

  it('is that of the text read as a whole', () => {
    let kept = 0;
    fc.assert(
      fc.property(
        fc.nat(sources.length - 1),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        (which, steps) => {
          const edited = new EditedCode('ts', marking);
          let text = sources[which] ?? '';
          let before = edited.read(text);
          assert.deepEqual(before.syntaxErrors, []);
          for (const { at, where, removed, piece, isUndone } of steps) {
            const offset = start(text, Math.floor(at * text.length), where);
            const next = text.slice(0, offset) + piece + text.slice(offset + removed);
            const whole = parse(next, 'ts', marking);
            const code = edited.read(next);
            assert.deepEqual(code, whole, next);
            if (code.statements.some((one) => before.statements.includes(one))) kept += 1;
            if (code.syntaxErrors.length === 0) before = code;
            if (!isUndone && whole.syntaxErrors.length === 0) text = next;
          }
        },
      ),
      { numRuns: runs, seed },
    );
    assert.ok(kept > runs, `only ${kept} edits left code as it was`);
  });
});

function start(text: string, from: number, where: string): number {
  if (where === 'there') return from;
  const found = text.slice(from).search(where === 'line' ? /^/m : /\b/);
  return found === -1 ? from : from + found;
}
