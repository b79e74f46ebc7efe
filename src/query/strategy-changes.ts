import type { Model } from '../model/catalog.js';
import type { IndexChange, ModelChange } from '../model/source-edit.js';
import type { CollectionStrategy, StrategyStep } from '../model/strategy.js';

/** What the steps of a strategy change in code, model by model. Of what only lives on the server, nothing. */
export function changesOf({ models }: CollectionStrategy, steps: readonly StrategyStep[]): ModelChange[] {
  const changes = new Map<Model, IndexChange[]>();
  const change = (model: Model, one: IndexChange): void => {
    changes.set(model, [...(changes.get(model) ?? []), one]);
  };
  for (const { act, index, replaces } of steps) {
    const gone = act === 'remove' ? [index.name] : replaces;
    const owned = models.flatMap((model) =>
      model.indexes.filter(({ name }) => gone.includes(name)).map((old) => ({ model, old })),
    );
    const written = { key: index.key, options: index.options, name: null };
    const [first, ...others] = owned;
    const isNew = act === 'add' || act === 'extend' || act === 'merge';
    if (isNew && first) change(first.model, { kind: 'replace', old: first.old, index: written });
    else if (isNew) {
      const home = homeOf(models);
      if (home) change(home, { kind: 'add', index: written });
    }
    for (const { model, old } of isNew ? others : owned) change(model, { kind: 'remove', old });
  }
  return [...changes].map(([model, list]) => ({ model, changes: list }));
}

/** Where a new index of a collection is defined: in its first model, else where the driver creates others. */
function homeOf(models: readonly Model[]): Model | undefined {
  return models.find(({ model }) => model !== null) ?? models[0];
}
