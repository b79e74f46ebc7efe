import type { Comparison, IndexStatus } from '../model/comparison.js';
import type { Place } from '../model/place.js';
import { findings, type Finding } from './findings.js';
import { relativePath } from './relative-path.js';
import { findingSentence } from './status-words.js';

const ruleTexts: Readonly<Record<Exclude<IndexStatus, 'applied'>, string>> = {
  missing: 'An index that the code defines is not live.',
  different: 'An index that the code defines is live with other options or another name.',
  extra: 'An index is live that no code defines.',
  building: 'An index that the code defines is still being built.',
  hidden: 'An index that the code defines is hidden from the planner.',
};

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). A finding that fails the check is an error, any
 * other a note. An extra index stands in no file: it has a logical location only.
 */
export function checkSarif(
  comparison: Comparison,
  root: string,
  failOn: ReadonlySet<IndexStatus>,
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
            rules: Object.entries(ruleTexts).map(([status, text]) => ({
              id: `index-${status}`,
              shortDescription: { text },
            })),
          },
        },
        results: findings(comparison).map((finding) => result(finding, comparison.database, root, failOn)),
      },
    ],
  };
}

function result(
  { collection, index }: Finding,
  database: string,
  root: string,
  failOn: ReadonlySet<IndexStatus>,
) {
  const logicalLocations = [{ fullyQualifiedName: `${database}.${collection}.${index.name}`, kind: 'index' }];
  return {
    ruleId: `index-${index.status}`,
    level: failOn.has(index.status) ? 'error' : 'note',
    message: { text: findingSentence(collection, index, database) },
    locations: [
      index.defined
        ? { physicalLocation: physicalLocation(index.defined.place, root), logicalLocations }
        : { logicalLocations },
    ],
    partialFingerprints: { 'indexLens/v1': `${collection}.${index.name}.${index.status}` },
  };
}

function physicalLocation({ file, range }: Place, root: string) {
  return {
    artifactLocation: { uri: encodeURI(relativePath(root, file)) },
    region: {
      startLine: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    },
  };
}
