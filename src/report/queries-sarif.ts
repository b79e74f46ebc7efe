import { rules, type Finding, type Rule } from '../model/finding.js';
import type { QueryReport } from '../model/query-report.js';
import { allFindings, fails, type QueryFailure } from './query-findings.js';
import { physicalLocation } from './sarif-location.js';

const texts: Readonly<Record<Rule, string>> = {
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

/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). A finding that fails the run is an error. */
export function queriesSarif(
  report: QueryReport,
  root: string,
  failOn: ReadonlySet<QueryFailure>,
  toolVersion: string,
) {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Index Lens',
            version: toolVersion,
            rules: rules.map((id) => ({ id, shortDescription: { text: texts[id] } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: allFindings(report).map((finding) => result(finding, root, failOn)),
      },
    ],
  };
}

function result(finding: Finding, root: string, failOn: ReadonlySet<QueryFailure>) {
  const { rule, severity, message, place, collection, indexes } = finding;
  const name = [collection, ...indexes.slice(0, 1)].join('.');
  const logicalLocations = [{ fullyQualifiedName: name, kind: indexes.length > 0 ? 'index' : 'collection' }];
  return {
    ruleId: rule,
    level: fails(finding, failOn)
      ? 'error'
      : severity === 'warning' || severity === 'error'
        ? 'warning'
        : 'note',
    message: { text: message },
    locations: [
      place ? { physicalLocation: physicalLocation(place, root), logicalLocations } : { logicalLocations },
    ],
  };
}
