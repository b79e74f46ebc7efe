import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Mongoose } from 'mongoose';

// Loads one file after another and answers what Mongoose itself makes of it. The argument is the package to ask.

const mongoose = createRequire(import.meta.url)(process.argv[2] ?? 'mongoose') as Mongoose & {
  readonly plugins: unknown[];
};

mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/** Collects what Mongoose would send to the server. */
const sent: unknown[] = [];
Object.assign(mongoose.Collection.prototype, {
  createIndex(key: object, options: object, callback?: (error: null) => void): Promise<string> | undefined {
    sent.push([Object.entries(key), { ...options }]);
    if (!callback) return Promise.resolve('');
    callback(null);
    return undefined;
  },
});

/** `remove('items.name')` where `items` is an `Object` deletes `Object.name`: the next program has it again. */
const ofObject = Object.getOwnPropertyDescriptors(Object);

process.on('message', (file: string) => {
  void answer(file);
});

async function answer(file: string): Promise<void> {
  const builtin = mongoose.plugins.length;
  const naming = mongoose.pluralize();
  try {
    await import(pathToFileURL(file).href);
    const models = [];
    for (const name of mongoose.modelNames()) {
      const model = mongoose.model(name);
      sent.length = 0;
      await model.createIndexes();
      models.push({ model: name, collection: model.collection.collectionName, indexes: [...sent] });
    }
    process.send?.({ models });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
  Object.defineProperties(Object, ofObject);
  mongoose.plugins.splice(builtin);
  mongoose.pluralize(naming);
  mongoose.set('autoIndex', false);
  mongoose.deleteModel(/./);
}
