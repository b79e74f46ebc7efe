import type { Json, JsonObject } from './json.js';

/**
 * One text for each meaning of a collation, null for the simple one. The server stores a collation with every field
 * filled in, from defaults that depend on the locale; `version` is ICU's and says nothing of the definition.
 */
export function canonicalCollation(collation: Json | undefined): string | null {
  if (!isObject(collation)) return null;
  const locale = typeof collation.locale === 'string' ? collation.locale : 'simple';
  if (locale === 'simple') return null;
  const fields = Object.entries({ ...defaultsOf(locale), ...collation }).filter(
    ([field]) => field !== 'version',
  );
  return JSON.stringify(fields.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** A collation as code writes it: its locale, and what differs from the locale's defaults. */
export function shortCollation(collation: Json | undefined): JsonObject {
  if (!isObject(collation) || typeof collation.locale !== 'string') return { locale: 'simple' };
  const defaults = defaultsOf(collation.locale);
  const own = Object.entries(collation).filter(
    ([field, value]) => field !== 'version' && defaults[field] !== value,
  );
  return Object.fromEntries(own);
}

/**
 * A live specification as the server creates the same from, whatever the collection's default: `listIndexes` leaves out
 * the simple collation, and `createIndexes` without one takes the default. Every kind of index takes it said (7.0).
 */
export function withOwnCollation<Index extends { readonly options: JsonObject }>(index: Index): Index {
  return {
    ...index,
    options: { ...index.options, collation: index.options.collation ?? { locale: 'simple' } },
  };
}

/** As MongoDB 7.0 fills them in (ICU 57.1), asked locale by locale. */
function defaultsOf(locale: string): JsonObject {
  const [language = locale] = locale.split(/[_@]/u);
  return {
    caseLevel: false,
    caseFirst: upperFirst.has(language) ? 'upper' : 'off',
    strength: 3,
    numericOrdering: false,
    alternate: language === 'th' ? 'shifted' : 'non-ignorable',
    maxVariable: 'punct',
    normalization: normalizing.has(language) || locale.endsWith('@collation=search'),
    backwards: locale === 'fr_CA',
  };
}

const upperFirst = new Set(['da', 'mt']);

const normalizing = new Set(
  'as bn el fa gu he hi ig km kn kok mr my or pa ps si ta te th vi yi yo'.split(' '),
);

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
