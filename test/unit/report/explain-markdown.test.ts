import assert from 'node:assert/strict';
import type { FindCommand } from '../../../src/model/command.js';
import { assess } from '../../../src/query/plan/assess.js';
import { commandOf } from '../../../src/query/command/command.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { shapeOf } from '../../../src/query/shape.js';
import { explainMarkdown } from '../../../src/report/explain-markdown.js';
import { shellCommand, shellValue } from '../../../src/report/shell-text.js';
import { explainAnswer } from '../query/explain-files.js';
import { hole, site } from '../query/sites.js';

describe('a command as one types it', () => {
  it('writes values by the constructors of mongosh', () => {
    const written = [
      [{ $oid: '65a1b2c3d4e5f60718293a4b' }, 'ObjectId("65a1b2c3d4e5f60718293a4b")'],
      [{ $date: '2026-01-31T00:00:00Z' }, 'ISODate("2026-01-31T00:00:00Z")'],
      [{ $date: { $numberLong: '-1' } }, 'new Date(-1)'],
      [{ $numberLong: '7' }, 'Long("7")'],
      [{ $numberDecimal: '1.5' }, 'Decimal128("1.5")'],
      [{ $regularExpression: { pattern: 'a/b', options: 'i' } }, '/a\\/b/i'],
      [{ $gte: 5, $lt: 6 }, '{ $gte: 5, $lt: 6 }'],
      [{ 'a.b': [1, 'x', null, true, {}] }, '{ "a.b": [1, "x", null, true, {}] }'],
    ] as const;
    for (const [value, text] of written) assert.equal(shellValue(value), text);
  });

  it('chains what a find takes', () => {
    const command: FindCommand = {
      find: 'a-b',
      filter: { a: 1 },
      projection: { a: 1 },
      sort: { a: -1 },
      skip: 2,
      limit: 3,
    };
    assert.equal(
      shellCommand(command),
      'db.getCollection("a-b").find({ a: 1 }, { a: 1 }).sort({ a: -1 }).skip(2).limit(3)',
    );
  });
});

describe('an explanation as Markdown', () => {
  it('has verdict, reasons, command, figures, values and plan', () => {
    const query = site('findOne', { 'a|b': hole('x'), n: 1 });
    const { command, values } = commandOf(query, { sample: { 'a|b': 'p`q' } });
    const plan = readPlan(explainAnswer('sbe--find-sort-in-memory'));
    const explanation = {
      ...{
        query,
        shape: shapeOf(query),
        database: 'app',
        command,
        values,
        notices: [],
        sample: {},
        timedOut: false,
        plan,
      },
      ...{ assessment: assess(plan, null), documents: null, proposal: null },
    };
    assert.equal(
      explainMarkdown(explanation, '/app'),
      [
        '## ✅ Contact.findOne',
        '',
        '**Index status\\_1: read 979 keys and 979 documents to return 10.**',
        '',
        '- ✅ The index leads to just the documents that match. (rule 24)',
        '- 💡 The server sorts 979 documents in memory: no index that it used gives the order. (rule 8)',
        '',
        '`a.js:1`, explained on `app`:',
        '',
        '```js',
        'db.contacts.find({ "a|b": "p`q", n: 1 }).limit(1)',
        '```',
        '',
        '| Returned | Documents examined | Keys examined | Time |',
        '| ---: | ---: | ---: | ---: |',
        '| 10 | 979 | 979 | 10 ms |',
        '',
        '| Path | Value | From |',
        '| --- | --- | --- |',
        '| `a\\|b` | `"p\'q"` | a document of the collection |',
        '| `n` | `1` | the code |',
        '',
        '```text',
        'SORT sorts in memory, keeps 10 · 10 returned',
        '│  order: { note: 1 }',
        '└─ FETCH reads the documents found · 979 returned, 979 documents examined, 4 ms, takes the most',
        '   └─ IXSCAN status_1 walks the index · 979 returned, 979 keys examined, 2 ms',
        '         bounds: status = "paid"',
        '```',
        '',
        '<details><summary>Rejected plans (1)</summary>',
        '',
        '1. The server does not say why: it tells of the trial only at the verbosity allPlansExecution.',
        '',
        '```text',
        'SORT sorts in memory, keeps 10',
        '│  order: { note: 1 }',
        '└─ FETCH reads the documents found',
        '   └─ IXSCAN status_1_total_1 walks the index',
        '         bounds: status = "paid"; total: any value',
        '```',
        '',
        '</details>',
      ].join('\n'),
    );
  });
});
