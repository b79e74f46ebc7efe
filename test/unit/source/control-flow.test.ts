import assert from 'node:assert/strict';
import { outline, removeFolders, scan } from './source-folder.js';

const indexed = '{ type: String, index: true }';

/** Code between the making of a schema `s` and its model, and the model as it is read: `?` is an incomplete one. */
const changes: Readonly<Record<string, readonly [code: string, read: string]>> = {
  continue: [
    "for (const k of ['a', 'b', 'c']) { if (k === 'b') continue; s.index({ [k]: 1 }); }",
    'a_1, c_1',
  ],
  break: [
    "for (const k of ['a', 'b', 'c']) { if (k === 'b') break; s.index({ [k]: 1 }); }\ns.index({ z: 1 });",
    'a_1, z_1',
  ],
  'texts that are compared': [
    "for (const k of ['a', 'b', 'c']) { if (k > 'b') break; s.index({ [k]: 1 }); }",
    'a_1, b_1',
  ],
  'return out of a loop': [
    "(() => { for (const k of ['a', 'b']) { if (k === 'b') return; s.index({ [k]: 1 }); } })();",
    'a_1',
  ],
  'continue where that is not known': [
    "for (const k of ['a', 'b']) { if (process.env[k]) continue; s.index({ [k]: 1 }); }",
    ' ?',
  ],
  'break where that is not known': [
    "for (const k of ['a', 'b']) { s.index({ [k]: 1 }); if (process.env[k]) break; }",
    'a_1 ?',
  ],
  'continue with a label': [
    "o: for (const k of ['a', 'b']) for (const l of [1, -1]) { if (l === -1) continue o; s.index({ [k]: l }); }",
    'a_1, b_1',
  ],
  'a loop that counts': ["for (let i = 0; i < 3; i++) s.index({ ['f' + i]: 1 });", 'f0_1, f1_1, f2_1'],
  'a loop that counts up to what is not known': [
    "let k = 'a';\nfor (let i = 0; i < process.env.N; i++) { s.index({ [k]: 1 }); k += 'a'; }",
    ' ?',
  ],
  'try and finally': ['try { s.index({ a: 1 }); } finally { s.index({ b: 1 }); }', 'a_1, b_1'],
  'a switch': ["switch (s.x) { case 'b': s.index({ b: 1 }); break; }", ' ?'],
  'var in a block': ["if (true) { var key = 'a'; }\ns.index({ [key]: 1 });", 'a_1'],
  'var in a loop': ['for (var i in { a: 1, b: 1 }) { var t = i; s.index({ [t]: -1 }); }', 'a_-1, b_-1'],
  'var of a parameter': ['(function (o) { var o = o || { a: 1 }; s.index(o); })();', 'a_1'],
  'var on two ways': [
    "if (process.env.X) { var key = 'a'; } else { var key = 'b'; }\ns.index({ [key]: 1 });",
    ' ?',
  ],
  delete: [
    `const d = { x: ${indexed}, y: ${indexed}, z: ${indexed} };\ndelete d.x; delete d['y']; delete d.none;\ns.add(d);`,
    'z_1',
  ],
  'delete of an option': [`const d = { x: ${indexed} };\ndelete d.x.index;\ns.add(d);`, ''],
  'delete under a condition': [
    `const d = { x: ${indexed} };\nif (process.env.X) delete d.x;\ns.add(d);`,
    'x_1 ?',
  ],
  'delete of a key that is not known': [
    `const d = { x: ${indexed} };\ndelete d[process.env.X];\ns.add(d);`,
    'x_1 ?',
  ],
  'the rest of an object': [`const { x, ...d } = { x: ${indexed}, y: ${indexed} };\ns.add(d);`, 'y_1'],
  'items added to an array': [
    'const l = [{ a: 1 }];\nl.push({ b: 1 });\nl.forEach((k) => s.index(k));',
    'a_1, b_1',
  ],
  'an array turned around': [
    'const l = [{ b: 1 }, { a: 1 }];\nl.reverse();\nfor (const k of l) s.index(k);',
    ' ?',
  ],
  eachPath: ['s.add({ a: String });\ns.eachPath((path, type) => { type.index(true); });', '_id_1, a_1'],
  'eachPath that only looks': [
    's.add({ a: String });\ns.eachPath((path, type) => { type.validate(() => true); });',
    '',
  ],
  'eachPath that adds': [
    's.add({ a: String });\ns.eachPath((path) => { s.index({ [path]: 1 }); });',
    '_id_1, a_1',
  ],
  "Mongoose's own list": ['s._indexes.push([{ q: 1 }, {}]);', ' ?'],
  'other names for it': [
    'const t = s;\nlet u;\nu = t;\nu.index({ a: 1 });\n({ v: u }).v.index({ b: 1 });',
    'a_1, b_1',
  ],
  'optional calls': ["s?.index?.({ a: 1 });\ns['index']({ b: 1 });", 'a_1, b_1'],
  'a timer': ['setTimeout(() => s.index({ a: 1 }), 0);', ' ?'],
  'a promise': ['Promise.resolve().then(() => s.index({ a: 1 }));', ' ?'],
  'a function that is exported': ['module.exports.more = () => { s.index({ a: 1 }); };', ' ?'],
  'a prefix': [
    `s.add({ a: ${indexed}, b: { c: { type: Number, unique: true } } }, 'pre.');`,
    'pre.a_1, pre.b.c_1',
  ],
  'another schema': [
    `const o = new Schema({ x: ${indexed} }, { autoIndex: false });\no.index({ y: 1 });\ns.add(o);`,
    'x_1, y_1',
  ],
};

/** Code that makes models in ways of its own. */
const models: Readonly<Record<string, readonly [code: string, read: readonly string[]]>> = {
  'one schema of two models': [
    "const s = new Schema({});\nmodel('A', s);\nmodel('B', s);\ns.index({ z: 1 });",
    ['as: z_1', 'bs: z_1'],
  ],
  'models made in a loop': [
    `for (const n of ['A', 'B']) model(n, new Schema({ x: ${indexed} }));`,
    ['as: x_1', 'bs: x_1'],
  ],
  'a method that nobody here calls': [
    `class Db { init() { this.User = model('User', new Schema({ x: ${indexed} })); } }`,
    ['users: x_1'],
  ],
  'a connection that is given': [
    `const s = new Schema({ x: ${indexed} });\nmodule.exports = (connection) => connection.model('A', s);`,
    ['as: x_1'],
  ],
  'a Mongoose of its own': [
    `const { Mongoose } = require('mongoose');\nnew Mongoose().model('A', new Schema({ x: ${indexed} }));`,
    ['as: x_1'],
  ],
};

describe('control flow', () => {
  after(removeFolders);
  const head = "const { Schema, model } = require('mongoose');\n";

  for (const [name, [code, read]] of Object.entries(changes)) {
    it(name, async () => {
      const { catalog } = await scan({ 'a.js': `${head}const s = new Schema({});\n${code}\nmodel('A', s);` });
      assert.deepEqual(outline(catalog), [`as: ${read}`]);
    });
  }

  for (const [name, [code, read]] of Object.entries(models)) {
    it(name, async () => {
      const { catalog } = await scan({ 'a.js': head + code });
      assert.deepEqual(outline(catalog), read);
    });
  }
});
