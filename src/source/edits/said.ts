import type { DefinedIndex } from '../../model/index-specification.js';
import type { Json } from '../../model/json.js';
import type { DefinitionChange, WrittenIndex } from '../../model/source-edit.js';
import { writtenOf } from './change-index.js';

/** What the indexes of a model come to with a change, as texts. */
export function wantedAfter(indexes: readonly DefinedIndex[], change: DefinitionChange): string[] {
  const wanted = indexes.map(said);
  if (change.kind !== 'add') {
    const at = wanted.indexOf(said(change.old));
    if (at !== -1) wanted.splice(at, 1);
  }
  return change.kind === 'remove' ? wanted : [...wanted, saidAs(change.index)];
}

/** A definition as one text, whatever its place. */
export function said(index: DefinedIndex): string {
  return saidAs(writtenOf(index));
}

/** The one index in `found` that is not asked for, with the same key as the one that lacks; null: it is not that. */
export function missed(found: readonly string[], wanted: readonly string[]): string | null {
  const [other, ...more] = found.filter((one) => !wanted.includes(one));
  const [lacking] = wanted.filter((one) => !found.includes(one));
  if (other === undefined || lacking === undefined || more.length > 0) return null;
  const [[key, options], [sought]] = [JSON.parse(other), JSON.parse(lacking)] as [Said, Said];
  if (JSON.stringify(key) !== JSON.stringify(sought)) return null;
  return JSON.stringify({ key: Object.fromEntries(key), ...Object.fromEntries(options) });
}

type Said = readonly [key: [string, Json][], options: [string, Json][], name: string | null];

/** A specification as one text: the order of options does not count, the simple collation is none. */
function saidAs({ key, options, name }: WrittenIndex): string {
  const own = Object.entries(options)
    .filter(([option, value]) => !(option === 'collation' && isSimple(value)))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([key, own, name]);
}

function isSimple(collation: Json): boolean {
  return (
    typeof collation === 'object' &&
    collation !== null &&
    'locale' in collation &&
    collation.locale === 'simple'
  );
}
