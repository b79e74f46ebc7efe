import type { Catalog, Model } from '../model/catalog.js';
import type { DefinedIndex } from '../model/index-specification.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { jsonPlace, jsonProblem, placeText, problemText } from './relative-path.js';
import { keyText, optionsText } from './words.js';

/** The `models` document of the command line's contract, version 1. */
export function modelsJson(catalog: Catalog, root: string) {
  return {
    version: 1,
    models: catalog.models.map((model) => ({
      model: model.model,
      collection: model.collection,
      ...jsonPlace(root, model.place),
      complete: model.complete,
      autoIndex: model.autoIndex,
      problems: model.problems.map((problem) => jsonProblem(root, problem)),
      indexes: model.indexes.map(({ key, options, name, named, origin, place }) => ({
        key,
        options,
        name,
        named,
        origin,
        ...jsonPlace(root, place),
      })),
    })),
    problems: catalog.problems.map((problem) => jsonProblem(root, problem)),
  };
}

export function modelsText(catalog: Catalog, root: string, paint: Paint): string {
  const indexes = catalog.models.reduce((sum, model) => sum + model.indexes.length, 0);
  const incomplete = catalog.models.filter((model) => !model.complete).length;
  return [
    ...catalog.models.flatMap((model) => [...modelLines(model, root, paint), '']),
    ...catalog.problems.map((problem) => paint.notice(`⚠️ ${problemText(root, problem)}`)),
    ...(catalog.problems.length > 0 ? [''] : []),
    catalog.models.length === 0
      ? 'No models were found.'
      : `${counted(catalog.models.length, 'model')} ${catalog.models.length === 1 ? 'defines' : 'define'} ` +
        `${counted(indexes, 'index')}${incomplete > 0 ? `; ${incomplete} could not be read to the end` : ''}.`,
  ].join('\n');
}

function modelLines(model: Model, root: string, paint: Paint): string[] {
  const { collection } = model;
  const title = model.model ?? collection ?? 'A collection of unknown name';
  const target = model.model === null ? '' : ` → ${collection ?? 'unknown collection'}`;
  return [
    `📄 ${paint.strong(title)}${target} (${counted(model.indexes.length, 'index')}) ${paint.faint(placeText(root, model.place))}`,
    ...model.indexes.map((index) => `   ${indexText(index)} ${paint.faint(placeText(root, index.place))}`),
    ...model.problems.map((problem) => `   ${paint.notice(`⚠️ ${problemText(root, problem)}`)}`),
  ];
}

function indexText({ key, options, name, named }: DefinedIndex): string {
  const details = [optionsText(options), named ? `name: ${name}` : ''].filter(Boolean).join(', ');
  return details ? `${keyText(key)} ${details}` : keyText(key);
}
