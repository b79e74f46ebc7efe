import type { Call, Spot, Unknown, Value } from './values.js';

/** What the code of one file may ask of everything around it. */
export interface Surroundings {
  /** What a specifier gives: the module's namespace for `import`, its `module.exports` for `require`. */
  load(specifier: string, how: 'import' | 'require', spot: Spot): Value;
  global(name: string): Value | null;
  /** A call of what is not known: its name may tell what it gives. Null: it does not. */
  callOfUnknown(target: Unknown, call: Call, name: string | null): Value | null;
  /** A member of what is not known, likewise. */
  memberOfUnknown(name: string): Value | null;
}
