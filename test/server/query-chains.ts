import fc, { type Arbitrary } from 'fast-check';
import { list, one, path, plainFilter, values } from './query-filters.js';

export const sort = one(
  '{ createdAt: -1 }',
  "'-createdAt name'",
  "'age'",
  "{ age: 'desc', status: 'ascending' }",
  "[['age', -1], ['status', 1]]",
  "{ 'social.followers': dir }",
);
const projection = one(
  "'email status'",
  "'-pets -meta'",
  '{ email: 1, _id: 0 }',
  "['email', 'age']",
  '{ meta: 0 }',
  '{ pets: { $slice: 2 }, email: 1 }',
);
const hint = one('{ _id: 1 }', "'_id_'");
const collation = one("{ locale: 'en', strength: 2 }");

const step: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: sort.map((text) => `.sort(${text})`) },
  { weight: 2, arbitrary: one('.limit(10)', '.limit(limit)', ".limit('5')", '.limit(PAGE)') },
  { weight: 2, arbitrary: one('.skip(20)', '.skip((page - 1) * PAGE)', '.skip(0)') },
  { weight: 2, arbitrary: projection.map((text) => `.select(${text})`) },
  { weight: 1, arbitrary: one('.lean()', '.lean({ virtuals: true })', '.maxTimeMS(5000)', '.comment("x")') },
  { weight: 1, arbitrary: hint.map((text) => `.hint(${text})`) },
  { weight: 1, arbitrary: collation.map((text) => `.collation(${text})`) },
  { weight: 1, arbitrary: one(".populate('companyId')", ".populate({ path: 'companyId', select: 'name' })") },
  {
    weight: 1,
    arbitrary: one('.setOptions({ sort: { age: 1 }, limit: 3 })', ".slice('pets', 3)", '.batchSize(50)'),
  },
);

export const where: Arbitrary<string> = fc.oneof(
  path.chain(([name, kind]) => values[kind].map((text) => `.where('${name}').equals(${text})`)),
  path.chain(([name, kind]) =>
    fc
      .tuple(one('gt', 'gte', 'lt', 'lte', 'ne'), values[kind])
      .map(([operator, text]) => `.where('${name}').${operator}(${text})`),
  ),
  path.chain(([name, kind]) =>
    fc
      .tuple(one('in', 'nin'), list(kind))
      .map(([operator, text]) => `.where('${name}').${operator}(${text})`),
  ),
  path.chain(([name, kind]) => values[kind].map((text) => `.where('${name}', ${text})`)),
  path.chain(([name, kind]) =>
    fc.tuple(values[kind], values[kind]).map(([a, b]) => `.gte('${name}', ${a}).lt('${name}', ${b})`),
  ),
  plainFilter.map((text) => `.where(${text})`),
  plainFilter.map((text) => `.find(${text})`),
  plainFilter.map((text) => `.merge(${text})`),
  fc
    .tuple(
      one('or', 'nor', 'and'),
      fc.array(
        plainFilter.filter((text) => text !== '{  }'),
        { minLength: 1, maxLength: 2 },
      ),
    )
    .map(([name, branches]) => `.${name}([${branches.join(', ')}])`),
  one(
    ".where('tags').all(['a', name])",
    ".where('tags').size(2)",
    ".where('email').exists()",
    ".where('email').exists(false)",
    ".exists('status', true)",
    ".where('age').mod(4, 0)",
    ".where('email').regex(/^a/)",
    ".regex('email', re)",
    ".where('pets').elemMatch({ weight: { $lt: n } })",
    ".where('pets').elemMatch((pet) => { pet.where('weight').gt(n); pet.where('name', name); })",
    ".elemMatch('pets', { name })",
    ".where('point').within().box([0, 0], [5, 5])",
    ".where('point').within({ center: [1, 2], radius: 3 })",
    ".where('point').within().circle({ center: [1, 2], radius: 0.1, spherical: true })",
    ".where('point').within().polygon([0, 0], [0, 5], [5, 5])",
    ".where('location').within().geometry({ type: 'Polygon', coordinates: [[[0, 0], [0, 5], [5, 5], [0, 0]]] })",
    ".where('location').intersects().geometry({ type: 'Point', coordinates: [1, 2] })",
    ".where('location').near({ center: { type: 'Point', coordinates: [1, 2] }, maxDistance: 50, spherical: true })",
    ".where('point').near({ center: [1, 2], maxDistance: 5 })",
    ".circle('point', { center: [1, 2], radius: 3 })",
    ".$where('this.age > 3')",
    '.since(from)',
  ),
);

export const chain = fc.array(fc.oneof(step, where), { maxLength: 4 }).map((steps) => steps.join(''));
export const options = fc
  .record(
    {
      sort,
      limit: one('limit', '7'),
      skip: one('30'),
      hint,
      collation,
      projection: one("'email'", '{ age: 1 }'),
    },
    { requiredKeys: [] },
  )
  .map((parts) => {
    const entries = Object.entries(parts).filter(([, text]) => !text.startsWith('[['));
    return `{ ${entries.map(([name, text]) => `${name}: ${text}`).join(', ')} }`;
  });

export const stage: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: plainFilter.map((text) => `{ $match: ${text} }`) },
  {
    weight: 4,
    arbitrary: one(
      '{ $sort: { createdAt: -1 } }',
      '{ $limit: 10 }',
      '{ $skip: 5 }',
      "{ $group: { _id: '$status', n: { $sum: 1 }, last: { $max: '$createdAt' } } }",
      "{ $project: { email: 1, year: { $year: '$createdAt' } } }",
      "{ $lookup: { from: 'firms', localField: 'companyId', foreignField: '_id', as: 'company' } }",
      "{ $lookup: { from: 'firms', let: { c: '$companyId' }, pipeline: [{ $match: { size: { $gt: n } } }], as: 'companies' } }",
      "{ $unwind: '$pets' }",
      '{ $addFields: { isOpen: STATUS.open } }',
      "{ $facet: { all: [{ $count: 'n' }], old: [{ $match: { age: { $gt: n } } }, { $limit: 3 }] } }",
      '{ $sample: { size: 5 } }',
      "{ $unionWith: { coll: 'firms', pipeline: [{ $match: { name } }] } }",
      "{ $count: 'total' }",
    ),
  },
);
export const stageStep: Arbitrary<string> = fc.oneof(
  plainFilter.map((text) => `.match(${text})`),
  one(
    ".sort('-createdAt')",
    ".sort({ age: 'desc' })",
    '.limit(5)',
    '.skip(10)',
    ".group({ _id: '$status', n: { $sum: 1 } })",
    ".project('email -_id')",
    '.project({ email: 1 })',
    ".unwind('pets')",
    ".unwind('$pets', 'tags')",
    ".lookup({ from: 'firms', localField: 'companyId', foreignField: '_id', as: 'company' })",
    '.addFields({ isOpen: name })',
    '.sample(3)',
    ".sortByCount('status')",
    ".count('n')",
    ".replaceRoot('address')",
    '.append({ $limit: 3 })',
    '.append([{ $match: { age: n } }, { $limit: 3 }])',
    '.facet({ a: [{ $limit: 1 }] })',
    ".collation({ locale: 'en' })",
    '.allowDiskUse(true)',
    '.option({ maxTimeMS: 500 })',
    ".unionWith({ coll: 'firms' })",
  ),
);
