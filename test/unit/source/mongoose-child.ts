import { pathToFileURL } from 'node:url';
import mongoose from 'mongoose';

// Loads one file after another and answers what Mongoose itself makes of it.

mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

process.on('message', (file: string) => {
  void answer(file);
});

async function answer(file: string): Promise<void> {
  try {
    await import(pathToFileURL(file).href);
    const models = mongoose.modelNames().map((name) => {
      const model = mongoose.model(name);
      const indexes = model.schema.indexes().map(([key, options]) => {
        const pairs = Object.entries(key);
        // As `Model.createIndexes` does (lib/helpers/indexes/applySchemaCollation.js).
        const collation = model.schema.get('collation');
        const isText = pairs.some(([, direction]) => String(direction) === 'text');
        return [pairs, isText || !collation ? options : { collation, ...options }];
      });
      return { model: name, collection: model.collection.collectionName, indexes };
    });
    process.send?.({ models });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
  mongoose.deleteModel(/./);
}
