import type { Model } from '../../model/catalog.js';
import type { DefinedIndex, IndexSpecification } from '../../model/index-specification.js';
import type { DefinitionChange, ModelChange } from '../../model/source-edit.js';
import type { CollectionStrategy, StrategyStep } from '../../model/strategy.js';

/** What the steps of a strategy change in code, model by model. Of what only lives on the server, nothing. */
export function changesOf({ models }: CollectionStrategy, steps: readonly StrategyStep[]): ModelChange[] {
  return byModel(
    steps.flatMap(({ act, index, replaces }) => {
      if (act === 'keep') return [];
      const gone = definitionsOf(models, act === 'remove' ? [index.name] : replaces);
      return act === 'remove' ? gone.map(removal) : additionTo(models, index, gone);
    }),
  );
}

/** What defines indexes anew, each in the place of others where it has some. */
export function additionsTo(
  models: readonly Model[],
  added: readonly {
    readonly index: Pick<IndexSpecification, 'key' | 'options'>;
    readonly replaces: string | null;
  }[],
): ModelChange[] {
  return byModel(
    added.flatMap(({ index, replaces }) =>
      additionTo(models, index, replaces === null ? [] : definitionsOf(models, [replaces])),
    ),
  );
}

/** Takes one definition away, from the model that it stands in. */
export function removalOf(models: readonly Model[], old: DefinedIndex): ModelChange[] {
  const model = models.find(({ indexes }) => indexes.includes(old));
  return model ? byModel([removal({ model, old })]) : [];
}

interface Change {
  readonly model: Model;
  readonly change: DefinitionChange;
}

interface Definition {
  readonly model: Model;
  readonly old: DefinedIndex;
}

function definitionsOf(models: readonly Model[], names: readonly string[]): Definition[] {
  return models.flatMap((model) =>
    model.indexes.filter(({ name }) => names.includes(name)).map((old) => ({ model, old })),
  );
}

function removal({ model, old }: Definition): Change {
  return { model, change: { kind: 'remove', old } };
}

/** In the place of the first one that it stands for; else in the first model of the collection. */
function additionTo(
  models: readonly Model[],
  { key, options }: Pick<IndexSpecification, 'key' | 'options'>,
  [first, ...others]: readonly Definition[],
): Change[] {
  const index = { key, options, name: null };
  if (first) {
    const change: DefinitionChange = { kind: 'replace', old: first.old, index };
    return [{ model: first.model, change }, ...others.map(removal)];
  }
  const home = models.find(({ model }) => model !== null) ?? models[0];
  return home ? [{ model: home, change: { kind: 'add', index } }] : [];
}

function byModel(changes: readonly Change[]): ModelChange[] {
  const found = new Map<Model, DefinitionChange[]>();
  for (const { model, change } of changes) found.set(model, [...(found.get(model) ?? []), change]);
  return [...found].map(([model, list]) => ({ model, changes: list }));
}
