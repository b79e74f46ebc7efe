import { rules, type Finding } from '../model/finding.js';
import type { QueryReport } from '../model/query-report.js';
import { keyedFindings } from './baseline.js';
import { fails, type QueryFailure } from './query-findings.js';
import { ruleTexts } from './rule-texts.js';
import { physicalLocation } from './sarif-location.js';
import { sarifLog } from './sarif-log.js';

/** A finding that fails the run is an error. It is known again by what a baseline knows it by. */
export function queriesSarif(
  report: QueryReport,
  root: string,
  failOn: ReadonlySet<QueryFailure>,
  toolVersion: string,
) {
  return sarifLog(
    rules.map((id) => ({ id, text: ruleTexts[id] })),
    keyedFindings(report, root).map(({ finding, key }) => ({
      ...result(finding, root, failOn),
      partialFingerprints: { 'indexLens/v1': key },
    })),
    toolVersion,
  );
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
