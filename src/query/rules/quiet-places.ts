import type { Severity } from '../../model/finding.js';

const tests =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|cypress|playwright|__mocks__|mocks?|fixtures?)\/|[.-](?:test|spec|e2e|stories)\.\w+$/iu;
const once =
  /(?:^|\/)(?:migrations?|seeds?|seeders?|scripts?|examples?|benchmarks?)\/|[.-](?:migration|seed|seeder)\.\w+$|(?:^|\/)(?:seed|migrate)\w*\.\w+$/iu;

/** The most that a finding in such a file counts for; null: as much as anywhere. `file` is relative to the workspace. */
export function loudestIn(file: string): Severity | null {
  if (tests.test(file)) return 'hint';
  return once.test(file) ? 'info' : null;
}
