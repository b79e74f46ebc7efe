import fc, { type Arbitrary } from 'fast-check';
import { chain, options, sort, stage, stageStep, where } from './query-chains.js';
import { built, filter, one, paths, plainFilter, values } from './query-filters.js';

/** A function of a module that asks one query, and what it is called with. */
export interface QueryProgram {
  readonly text: string;
  /** Whether what stands behind a condition is done. */
  readonly flag: boolean;
}

/** What the function is given, as code makes it; by the text that stands in queries. */
const parameters = '{ company, id, ids, from, to, name, names, n, re, limit, page, dir, flag, db }';

const model = one('Contact', 'Contact', 'Contact', 'Contact', 'Event', 'Click', 'City', 'Company');
// Of a path that the schema does not declare Mongoose makes no update, and sends a find.
const change = one('{ $set: { name } }', '{ name }', '{ $unset: { name: 1 } }');
const changed = one('Company', 'City');

/** Expressions that ask, with the statements before them. */
const asked: Arbitrary<readonly [before: string, query: string]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(model, one('find', 'find', 'findOne'), built, chain)
      .map(
        ([name, operation, [before, text], more]) =>
          [before, `${name}.${operation}(${text})${more}`] as const,
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(model, one('find', 'findOne'), built, one('null', "'email'", '{ age: 1 }'), options)
      .map(
        ([name, operation, [before, text], fields, more]) =>
          [before, `${name}.${operation}(${text}, ${fields}, ${more})`] as const,
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(model, chain).map(([name, more]) => ['', `${name}.find()${more}`] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(model, where, chain)
      .map(
        ([name, first, more]) =>
          ['', `${name}${first.startsWith('.where(') ? first : `.where({})${first}`}${more}`] as const,
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        model,
        one('countDocuments', 'deleteOne', 'deleteMany', 'exists', 'findOneAndDelete'),
        built,
        one('', '', ', { hint: { _id: 1 } }', ", { collation: { locale: 'fr' } }"),
      )
      .map(
        ([name, operation, [before, text], more]) =>
          [before, `${name}.${operation}(${text}${more})`] as const,
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        one('Contact'),
        one(
          'countDocuments()',
          "distinct('status')",
          'deleteMany()',
          'findOneAndDelete()',
          'findOne()',
          'updateMany({ active: true })',
          'findOneAndUpdate({ active: true })',
        ),
        where,
        one('', '.limit(3)', '.sort({ age: 1 })'),
      )
      .map(
        ([name, operation, first, more]) =>
          ['', `${name}.find()${first}${operation.startsWith('find') ? more : ''}.${operation}`] as const,
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        changed,
        one('updateOne', 'updateMany', 'findOneAndUpdate', 'replaceOne', 'findOneAndReplace'),
        built,
        change,
        one(
          '',
          '',
          ', { sort: { age: -1 }, upsert: false }',
          ', { hint: { _id: 1 } }',
          ', { projection: { email: 1 } }',
        ),
      )
      .map(([name, operation, [before, text], set, more]) => {
        const isReplacing = operation.includes('eplace');
        const own = /^update|^replace/u.test(operation)
          ? more.replace('sort: { age: -1 }, ', '').replace(/, \{ projection.*$/u, '')
          : more;
        return [before, `${name}.${operation}(${text}, ${isReplacing ? '{ name }' : set}${own})`] as const;
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        one('Contact'),
        one(
          'findById(ID)',
          'findById(ID, "email")',
          'findByIdAndUpdate(ID, { active: false })',
          'findByIdAndDelete(ID)',
          'findById(ID).select("email").lean()',
        ),
        values.id,
      )
      .map(([name, call, id]) => ['', `${name}.${call.replace('ID', () => id)}`] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(one("'status'", "'tags'"), built)
      .map(([key, [before, text]]) => [before, `Contact.distinct(${key}, ${text})`] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plainFilter, one('', '.limit(2)', '.since(from)'))
      .map(([text, more]) => ['', `Contact.byCompany(company._id, ${text})${more}`] as const),
  },
  { weight: 1, arbitrary: plainFilter.map((text) => ['', `Contact.latest(${text})`] as const) },
  { weight: 1, arbitrary: model.map((name) => ['', `${name}.estimatedDocumentCount()`] as const) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        model,
        fc.array(stage, { maxLength: 4 }),
        one('', '', ".option({ hint: '_id_' })", '.sort({ age: 1 })'),
      )
      .map(([name, stages, more]) => ['', `${name}.aggregate([${stages.join(', ')}])${more}`] as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(model, fc.array(stageStep, { minLength: 1, maxLength: 4 }))
      .map(([name, steps]) => ['', `${name}.aggregate()${steps.join('')}`] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.array(stage, { minLength: 1, maxLength: 2 }), stage)
      .map(
        ([stages, late]) =>
          [
            `const pipeline = [${stages.join(', ')}];\n  pipeline.push(${late});`,
            'Contact.aggregate(pipeline)',
          ] as const,
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plainFilter, where, sort)
      .map(
        ([text, first, order]) =>
          [
            `const query = Contact.find(${text});\n  query${first};\n  query.sort(${order});`,
            'query',
          ] as const,
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        one('Contact.collection', "db.collection('contacts')"),
        filter,
        one(
          '.find(F).toArray()',
          '.find(F, { projection: { email: 1 }, sort: { age: -1 }, limit: 5 }).toArray()',
          '.find(F).sort({ age: -1 }).skip(3).limit(4).project({ email: 1 }).toArray()',
          ".find(F).sort('age', -1).toArray()",
          ".find(F).hint({ _id: 1 }).collation({ locale: 'en' }).toArray()",
          '.findOne(F)',
          '.findOne(F, { sort: { age: 1 }, projection: { _id: 1 } })',
          '.countDocuments(F)',
          '.countDocuments(F, { limit: 5 })',
          ".distinct('status', F)",
          '.updateOne(F, { $set: { a: 1 } })',
          '.updateMany(F, { $set: { a: 1 } }, { hint: { _id: 1 } })',
          '.deleteOne(F)',
          '.findOneAndUpdate(F, { $set: { a: 1 } }, { sort: { age: 1 } })',
          '.aggregate([{ $match: F }, { $sort: { age: 1 } }]).toArray()',
          ".aggregate([{ $match: F }], { hint: '_id_' }).toArray()",
        ),
      )
      .map(([collection, text, call]) => ['', `${collection}${call.replace('F', () => text)}`] as const),
  },
);

/**
 * A path of which a chain says something that a filter says as well: what comes of that depends on whether the value is
 * an object when the program runs.
 */
function isSaidTwice(text: string): boolean {
  return paths.some(([name, kind]) => {
    const said = text.split(`'${name}'`).length - 1 + (text.includes(` ${name}: `) ? 1 : 0);
    const chained = new RegExp(`\\.(?:where|gte|exists|regex)\\('${name.replaceAll('.', '\\.')}'`, 'u').test(
      text,
    );
    const isRange = text.includes(`.gte('${name}', `);
    return said > (isRange ? 2 : 1) && (chained || kind === 'id');
  });
}

export const queryPrograms: Arbitrary<QueryProgram> = fc
  .tuple(
    asked.filter(([before, query]) => !isSaidTwice(before + query)),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([[before, query], isAwaited, flag]) => ({
    flag,
    text: [
      "const { mongoose, Contact, Event, Click, City, Company, STATUS, PAGE } = require('./models');",
      '',
      `module.exports = async function ask(${parameters}) {`,
      ...(before === '' ? [] : [`  ${before}`]),
      `  return ${isAwaited ? 'await ' : ''}${query};`,
      '};',
      '',
    ].join('\n'),
  }));
