import { adviceRules } from '../model/advice.js';
import type { Comparison, FindingKind, IndexStatus } from '../model/comparison.js';
import { adviceSentence, allAdvice, definitionOf, type GivenAdvice } from './advice-words.js';
import { findings, type UnappliedIndex } from './findings.js';
import { ruleTexts } from './rule-texts.js';
import { physicalLocation } from './sarif-location.js';
import { sarifLog } from './sarif-log.js';
import { findingSentence } from './status-words.js';

const statusTexts: Readonly<Record<Exclude<IndexStatus, 'applied'>, string>> = {
  missing: 'An index that the code defines is not live.',
  different: 'An index that the code defines is live with other options or another name.',
  extra: 'An index is live that no code defines.',
  building: 'An index that the code defines is still being built.',
  hidden: 'An index that the code defines is hidden from the planner.',
};

/**
 * A finding that fails the check is an error, any other a note. An extra index stands in no file: it has a logical
 * location only.
 */
export function checkSarif(
  comparison: Comparison,
  root: string,
  failOn: ReadonlySet<FindingKind>,
  toolVersion: string,
) {
  return sarifLog(
    [
      ...Object.entries(statusTexts).map(([status, text]) => ({ id: `index-${status}`, text })),
      ...adviceRules.map((id) => ({ id, text: ruleTexts[id] })),
    ],
    [
      ...findings(comparison).map((finding) => result(finding, comparison.database, root, failOn)),
      ...allAdvice(comparison).map((given) => adviceResult(given, comparison, root, failOn)),
    ],
    toolVersion,
  );
}

function result(
  { collection, index }: UnappliedIndex,
  database: string,
  root: string,
  failOn: ReadonlySet<FindingKind>,
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

/** It stands at the definition that it is about, where there is one. */
function adviceResult(
  given: GivenAdvice,
  comparison: Comparison,
  root: string,
  failOn: ReadonlySet<FindingKind>,
) {
  const { collection, advice } = given;
  const [index] = advice.indexes;
  const name = [comparison.database, collection, ...(index === undefined ? [] : [index])].join('.');
  const logicalLocations = [{ fullyQualifiedName: name, kind: index === undefined ? 'collection' : 'index' }];
  const place = definitionOf(given, comparison);
  return {
    ruleId: advice.rule,
    level: failOn.has(advice.rule) ? 'error' : 'note',
    message: { text: adviceSentence(given, comparison.database) },
    locations: [
      place ? { physicalLocation: physicalLocation(place, root), logicalLocations } : { logicalLocations },
    ],
    partialFingerprints: { 'indexLens/v1': `${[collection, ...advice.indexes].join('.')}.${advice.rule}` },
  };
}
