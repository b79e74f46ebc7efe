import fc, { type Arbitrary } from 'fast-check';
import { entries, indexArguments, indexObject, one, pathName, scalar, withOptions } from './schema-parts.js';

/** A path that may be there. */
const somePath = fc.oneof(
  { weight: 4, arbitrary: pathName },
  {
    weight: 2,
    arbitrary: one(
      '_id',
      'createdAt',
      'tenant',
      'address.city',
      'items.name',
      'made',
      'items.email',
      'defined',
    ),
  },
);

/** Changes of what is there. A path that is not there is left alone, as optional calls do. */
export const change: Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        somePath,
        fc.oneof(
          indexObject.map((text) => `index(${text})`),
          one(
            'index(true)',
            "index('text')",
            'unique(true)',
            'sparse(true)',
            'text(true)',
            'index(false)',
            'index(-1)',
          ),
        ),
      )
      .map(([path, call]) => `schema.path('${path}')?.${call};`),
  },
  {
    weight: 1,
    arbitrary: somePath.map((path) => `if (schema.path('${path}')) schema.index({ '${path}': -1 });`),
  },
  {
    weight: 1,
    arbitrary: somePath.map(
      (path) => `if (!schema.path('${path}')) schema.add({ '${path}': { type: String, index: true } });`,
    ),
  },
  { weight: 2, arbitrary: somePath.map((path) => `schema.remove('${path}');`) },
  { weight: 1, arbitrary: fc.tuple(somePath, somePath).map(([a, b]) => `schema.remove(['${a}', '${b}']);`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(somePath, entries(0))
      .map(([path, text]) => `schema.path('${path}')?.schema?.add({ ${text} });`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(somePath, indexArguments)
      .map(([path, text]) => `schema.path('${path}')?.schema?.index(${text});`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(pathName, withOptions(scalar))
      .map(([path, text]) => `schema.path('${path}', ${text});`),
  },
  { weight: 1, arbitrary: entries(1).map((text) => `schema.add(new Schema({ ${text} }));`) },
  {
    weight: 1,
    arbitrary: indexArguments.map(
      (text) =>
        `{ const other = new Schema({ fresh: { type: Number, unique: true } }, { timestamps: true }); other.index(${text}); schema.add(other); }`,
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(somePath, entries(1), one('', ", 'v'", ', { value: 3 }', ', { clone: false }'))
      .map(
        ([path, text, more]) =>
          `schema.path('${path}')?.discriminator?.('Kind', new Schema({ ${text} })${more});`,
      ),
  },
  {
    weight: 4,
    arbitrary: one(
      'schema.clearIndexes();',
      'schema.removeIndex({ name: 1 });',
      "schema.removeIndex('byName');",
      "schema.eachPath((path, type) => { if (type.instance === 'Date') schema.index({ [path]: -1 }); });",
      "schema.eachPath((path) => { if (path.endsWith('.city')) schema.path(path).index(true); });",
      'Object.keys(schema.paths).forEach((path) => { if (path === FIELD) schema.index({ [path]: 1 }); });',
      'schema.childSchemas.forEach((child) => { child.schema.index({ child: 1 }); });',
      'schema.paths.name?.index({ unique: true });',
      "schema.set('timestamps', true);",
      "schema.set('_id', false);",
      "schema.options.collation = { locale: 'fr' };",
      'schema.plugin(stamped);',
      "schema.plugin(stamped, { field: 'editedAt', unique: true });",
      'schema.plugin(owned, { deduplicate: true });\nschema.plugin(owned, { deduplicate: true });',
      'schema.add(makeDefinition({ weight: 2 }));',
      'schema.add(makeSchema());',
      'schema.add({ made: makeSchema(), many: [makeSchema({ excludeIndexes: true })] });',
      'schema.loadClass(class { get full() { return 1; } static all() { return this.find(); } });',
      "schema.alias('email', 'mail2');\nschema.index({ mail2: 1 });",
      'for (const [path, way] of Object.entries({ zip: 1, [FIELD]: -1 })) schema.index({ [path]: way, common: 1 });',
      "schema.index(Object.fromEntries(['x', 'y'].map((path) => [path, UP])));",
      "schema.index({ ...(UP > 0 ? { up: 1 } : { down: 1 }), ['last']: UP - 2 }, { name: `${PREFIX}_index`, expireAfterSeconds: DAY / 2 });",
      'schema.index(Object.assign({ a: 1 }, { b: -1 }), { ...FIELD_INDEX, sparse: undefined });',
      "schema.discriminator('TopA', new Schema({ a1: { type: String, index: true } }));",
      "schema.discriminator('TopB', makeSchema(), 'b');",
      '{ let at = 0; while (at < 3) { at += 1; if (at === 2) continue; schema.index({ [`step${at}`]: 1 }); } }',
      "switch (PREFIX) { case 'other': schema.index({ other: 1 }); break; case 'social': schema.index({ social: 1 }); default: schema.index({ fallen: -1 }); }",
      "['x', 'y'].reduce((target, path, at) => target.index({ [path]: 1, at }, at ? { unique: true } : {}), schema.index({ start: 1 }));",
      'Object.entries(schema.paths).filter(([, type]) => type.options?.unique).forEach(([path]) => schema.index({ [path]: 1, isUnique: 1 }));',
      "{ const fields = new Map([['first', 1], ['second', -1]]); for (const [path, way] of fields) schema.index({ [path]: way }); }",
      "[...new Set(['p', 'q', 'p'])].map((path) => schema.index({ [path]: 1 }));",
      "schema.add({ nested: { inner: { type: Date, expires: '2 weeks' } } }, 'given.');",
      '{ const { tenant: held, ...others } = common; schema.add({ held, ...others }); }',
      'try { schema.index({ tried: 1 }); } finally { schema.index({ done: 1 }); }',
      'schema.set({ autoIndex: false });',
      "schema.index([['list', 1], ['pair', -1]].reduce((key, [path, way]) => ({ ...key, [path]: way }), {}));",
      "schema.virtual('owner', { ref: 'User', localField: 'ownerId', foreignField: '_id', justOne: true });",
      'for (const [key, options] of schema.indexes()) if (options.unique) schema.index({ ...key, again: 1 });',
      "schema.indexes().forEach(([key]) => { if ('name' in key) schema.index({ named: 1 }); });",
      "schema.plugin(makePlugin('planned', ...['extra']));",
      '[stamped, owned].forEach((plugin) => schema.plugin(plugin));',
      '{ class Audit { static key() { return { audit: 1 }; } } schema.index(Audit.key()); }',
      'const { index } = { index: (key) => schema.index(key) }; index({ wrapped: 1 });',
    ),
  },
);
