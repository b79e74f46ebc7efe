import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, cached } from './cache.js';

/**
 * What the corpus is made of, in files. Of the five public code bases that were measured at the start (14,781 files,
 * 70 MB) 3.5 % mention mongoose.
 */
const size = 20_000;
const modelCount = 450;
const serviceCount = 1_000;
const linesOfLarge = 1_000;
/** In bytes: larger files of packages are bundles. */
const largest = 100_000;

export interface Corpus {
  readonly folder: string;
  /** A schema of a thousand lines. */
  readonly large: string;
}

/**
 * A workspace of 20,000 files to measure with: real code (that of the packages which the project itself depends on,
 * but for Mongoose and its kin) and written models and services, which import each other as those of an application do.
 */
export async function benchCorpus(nodeModules: string): Promise<Corpus> {
  const lock = await readFile(path.join(nodeModules, '.package-lock.json'));
  const own = await readFile(import.meta.filename);
  const key = createHash('sha1').update(lock).update(own).digest('hex').slice(0, 12);
  const folder = await cached(cacheDir(`bench-corpus-${key}`), async (target) => {
    console.log(`making the corpus (once; into ${cacheDir(`bench-corpus-${key}`)})`);
    await writeApplication(path.join(target, 'app'));
    const code = await sourcesOf(nodeModules);
    for (let at = 0; at < size - modelCount - serviceCount - 2; at++) {
      const from = code[at % code.length] ?? '';
      const round = `lib${Math.floor(at / code.length)}`;
      // As a package its files would be passed over.
      const name = path
        .relative(nodeModules, from)
        .replaceAll(/(^|\/)(node_modules|dist|build|out|lib)(?=\/)/g, '$1_$2');
      const to = path.join(target, round, name);
      await mkdir(path.dirname(to), { recursive: true });
      await copyFile(from, to);
    }
  });
  return { folder, large: path.join(folder, 'app/models/large.ts') };
}

async function sourcesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) || /\.d\.[cm]?ts$|\.min\.js$/.test(file))
      continue;
    if (/mongoose|mongodb|typegoose|kareem|mquery/.test(file)) continue;
    if ((await stat(file)).size <= largest) found.push(file);
  }
  return found.sort();
}

async function writeApplication(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'models'), { recursive: true });
  await mkdir(path.join(folder, 'services'), { recursive: true });
  await writeFile(path.join(folder, 'models/constants.ts'), constants);
  await writeFile(path.join(folder, 'models/large.ts'), model('Large', linesOfLarge - 20));
  for (let at = 0; at < modelCount; at++)
    await writeFile(
      path.join(folder, 'models', `model${at}.ts`),
      model(`Model${at}`, 10 + ((at * 37) % 110)),
    );
  for (let at = 0; at < serviceCount; at++)
    await writeFile(path.join(folder, 'services', `service${at}.ts`), service(at));
}

const constants = `export const DAY = 60 * 60 * 24;
export enum Fields { tenant = 'tenantId', owner = 'ownerId' }
export const audited = { createdBy: { type: String, index: true }, updatedBy: String };
export function softDelete(schema) {
  schema.add({ deletedAt: { type: Date, default: null } });
  schema.index({ deletedAt: 1 }, { sparse: true });
}
`;

/** About as many lines as asked for, one index in eight of them. */
function model(name: string, lines: number): string {
  const paths = Array.from({ length: lines }, (_, at) => {
    if (at % 8 === 0) return `  field${at}: { type: String, required: true, trim: true, index: true },`;
    if (at % 8 === 3) return `  field${at}: { type: Schema.Types.ObjectId, ref: 'Model${at}' },`;
    if (at % 8 === 5) return `  field${at}: [{ name: String, count: { type: Number, min: 0, default: 0 } }],`;
    return `  field${at}: { type: Number, default: ${at}, validate: (value: number) => value >= 0 },`;
  });
  return `import mongoose, { Schema } from 'mongoose';
import { audited, DAY, Fields, softDelete } from './constants';

const schema = new Schema({
  [Fields.tenant]: { type: Schema.Types.ObjectId, required: true },
  ...audited,
${paths.join('\n')}
  expiresAt: { type: Date, expires: DAY },
}, { timestamps: true });

schema.index({ [Fields.tenant]: 1, field0: -1 });
schema.index({ field2: 1, createdAt: -1 }, { partialFilterExpression: { field2: { $gt: 0 } } });
schema.plugin(softDelete);
schema.methods.describe = function describe() { return \`${name} \${this.field0}\`; };

export const ${name} = mongoose.model('${name}', schema);
`;
}

function service(at: number): string {
  const [first, second] = [at % modelCount, (at * 7 + 3) % modelCount];
  const id = at % 4 === 0 ? "import { Types } from 'mongoose';\n" : '';
  const methods = Array.from(
    { length: 6 },
    (_, method) => `
  async find${method}(tenantId: string, from: number) {
    const found = await Model${first}.find({ tenantId, field${method}: { $gte: from } }).sort({ createdAt: -1 }).limit(20).lean();
    const others = await Model${second}.findOne({ field0: found[0]?.field0 ?? '' });
    return { found, others, at: Date.now() };
  }`,
  );
  return `${id}import { Model${first} } from '../models/model${first}';
import { Model${second} } from '../models/model${second}';

export class Service${at} {${methods.join('\n')}
}
`;
}
