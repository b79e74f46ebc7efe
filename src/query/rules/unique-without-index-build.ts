import type { IndexCheck } from './index-rule.js';
import { mayHaveOthers } from './unserved.js';

/** `unique` is no validator: without the index duplicates are stored (https://mongoosejs.com/docs/validation.html#the-unique-option-is-not-a-validator). */
export const uniqueWithoutIndexBuild: IndexCheck = {
  rule: 'unique-without-index-build',
  severity: 'info',
  check({ models, of }) {
    if (mayHaveOthers(of)) return [];
    return models
      .filter(({ autoIndex }) => autoIndex === false)
      .flatMap(({ indexes, model }) =>
        indexes
          .filter(
            ({ options, name }) =>
              options.unique === true && !(of.isLive && of.indexes.some((live) => live.name === name)),
          )
          .map((index) => ({
            message: `${model ?? of.collection} declares ${index.name} as unique, and autoIndex is off: Mongoose does not create it, and unique alone checks nothing. Create it at each deployment, with index-lens ensure or ${model ?? 'Model'}.createIndexes().`,
            place: index.place,
            indexes: [index.name],
            fix: { kind: 'ensure' as const, index },
          })),
      );
  },
};
