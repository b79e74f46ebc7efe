import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { SourceFolder } from './source/source-folder.js';

/** `models/user.js`, unless the files of a test have their own. */
export const userModel = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true }, team: { type: String, index: true },
  place: { type: String, index: true }, name: String, tags: [String], a: Number, b: Number, c: Number, d: Number,
  e: Number, f: Number, g: Number, h: Number });
exports.User = model('User', schema);`;

/** The findings of such files, without a server: `missing-index a.js:2`. */
export async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
  const source = await SourceFolder.of({ 'models/user.js': userModel, ...files });
  const catalog = await new Workspace().scan(source.paths.toSorted());
  const rules = { 'unused-in-code': 'off' } as const;
  const advisor = new QueryAdvisor({ limits: defaultLimits, rules, rootOf: () => `${source.root}/` });
  return advisor.advise(catalog, null).map(({ rule, place }) => {
    const line = (place?.range.start.line ?? 0) + 1;
    return `${rule} ${place?.file.slice(source.root.length + 1)}:${line}`;
  });
}

/** Those of one file, `a.js`, whose first line loads `User`. */
export function toldOfUsers(code: string): Promise<string[]> {
  return told({ 'a.js': `const { User } = require('./models/user');\n${code}` });
}
