import type { Rule } from '../model/finding.js';

/** What each rule says in general, for those who list rules. */
export const ruleTexts: Readonly<Record<Rule, string>> = {
  'missing-index': 'No index serves a query.',
  'sort-in-memory': 'No index has the order that a query asks for.',
  'partial-index-not-implied': 'A partial or sparse index is not used, because the filter does not imply it.',
  'collation-mismatch': 'An index is not used, because its collation is another one than that of the query.',
  'or-branch-unindexed': 'A branch of an $or has no index.',
  'unanchored-regex': 'A pattern may begin anywhere or in any case.',
  'negation-only': 'A filter only says what is not wanted.',
  'lookup-unindexed': 'A $lookup searches another collection without an index.',
  'skip-pagination': 'Pages are turned by skip.',
  'query-in-loop': 'A query is sent once for each pass of a loop.',
  'lean-read-only': 'Documents of Mongoose are only read.',
  'select-needed': 'Few paths of wide documents are used.',
  coverable: 'An index that held a path more would answer a query alone.',
  'count-documents-all': 'All documents are counted one by one.',
  'single-field-instead-of-compound': 'An index on one path serves a query by several.',
  'order-esr': 'The paths of an index stand in an order that serves its queries badly.',
  'redundant-prefix': 'Another index serves every query that an index serves.',
  'duplicate-index': 'Two indexes differ in nothing but their names.',
  'over-budget': 'A collection has more indexes than its budget.',
  unused: 'No query has used an index for long.',
  'unused-in-code': 'No query of the code needs an index.',
  'unique-without-index-build': 'A unique index is declared, and nothing creates it.',
  'index-declared-twice': 'An index is declared twice.',
};
