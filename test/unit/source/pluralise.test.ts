import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { collectionNameOf } from '../../../src/source/mongoose/pluralise.js';

/** What Mongoose itself calls where a model names no collection (lib/mongoose.js, `_model`). */
const { toCollectionName } = createRequire(import.meta.url)('mongoose/lib/utils.js') as {
  readonly toCollectionName: (name: string, pluralize: unknown) => string;
};

/** Endings that have rules of their own, and words that have no plural. */
const endings = (
  'human woman man person child ox axis testis octopus cactus focus fungus nucleus alias status virus bus ' +
  'buffalo tomato potato datum medium crisis knife leaf wolf hive city query quy day box church dish class ' +
  'matrix vertex index mouse house louse wife life quiz goose mongoose s ss x es 1 - _ é ß Ω z fe lf ' +
  'advice energy information media money news rice series sheep species money'
).split(' ');

describe('collectionNameOf', () => {
  it('names collections as Mongoose does', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefghilmnoprstuvwxyzAEST19_-. ')),
      maxLength: 10,
    });
    const name = fc.oneof(
      fc.tuple(letters, fc.constantFrom(...endings)).map(([start, end]) => start + end),
      fc.constantFrom(...endings, 'system.profile', 'system.indexes', 'system.users'),
      fc.tuple(letters, fc.constantFrom(...endings)).map(([start, end]) => (start + end).toUpperCase()),
      letters,
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    );
    fc.assert(
      fc.property(name.filter(Boolean), (word) => {
        assert.equal(collectionNameOf(word), toCollectionName(word, mongoose.pluralize()));
      }),
      { numRuns: 8000, seed: 7 },
    );
  });
});
