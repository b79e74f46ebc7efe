/**
 * The collection name of a model, as Mongoose makes it (lib/helpers/pluralize.js of Mongoose 6 to 9, MIT, © LearnBoost;
 * kept word for word, oddities included: they are part of the name).
 */
export function collectionNameOf(model: string): string {
  if (model === 'system.profile' || model === 'system.indexes') return model;
  const word = model.toLowerCase();
  if (uncountables.has(word)) return word;
  const rule = rules.find(([pattern]) => word.match(pattern));
  return rule ? word.replace(rule[0], rule[1]) : word;
}

const rules: readonly (readonly [pattern: RegExp, plural: string])[] = [
  [/human$/gi, 'humans'],
  [/(m|wom)an$/gi, '$1en'],
  [/(pe)rson$/gi, '$1ople'],
  [/(child)$/gi, '$1ren'],
  [/^(ox)$/gi, '$1en'],
  [/(ax|test)is$/gi, '$1es'],
  [/(octop|cact|foc|fung|nucle)us$/gi, '$1i'],
  [/(alias|status|virus)$/gi, '$1es'],
  [/(bu)s$/gi, '$1ses'],
  [/(buffal|tomat|potat)o$/gi, '$1oes'],
  [/([ti])um$/gi, '$1a'],
  [/sis$/gi, 'ses'],
  [/(?:([^f])fe|([lr])f)$/gi, '$1$2ves'],
  [/(hive)$/gi, '$1s'],
  [/([^aeiouy]|qu)y$/gi, '$1ies'],
  [/(x|ch|ss|sh)$/gi, '$1es'],
  [/(matr|vert|ind)ix|ex$/gi, '$1ices'],
  [/([m|l])ouse$/gi, '$1ice'],
  [/(kn|w|l)ife$/gi, '$1ives'],
  [/(quiz)$/gi, '$1zes'],
  [/^goose$/i, 'geese'],
  [/s$/gi, 's'],
  [/([^a-z])$/, '$1'],
  [/$/gi, 's'],
];

const uncountables: ReadonlySet<string> = new Set(
  (
    'advice energy excretion digestion cooperation health justice labour machinery equipment information ' +
    'pollution sewage paper money species series rain rice fish sheep moose deer news expertise status media'
  ).split(' '),
);
