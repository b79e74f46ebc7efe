import type { Catalog, Model } from '../model/catalog.js';

/** A catalog as it is sent from thread to thread: models go once and by their number from then on. */
export interface SentCatalog {
  readonly models: readonly number[];
  readonly problems: Catalog['problems'];
}

/** Some models on their way: few at a time, so that the thread which takes them is not held. */
export type SentModels = readonly (readonly [number: number, model: Model])[];

const modelsAtOnce = 40;

/** The side that sends: knows what the other one has. */
export class ModelSender {
  #sent = new Map<Model, number>();
  #next = 0;

  /** What the other side lacks, and what it makes the catalog of. */
  pack({ models, problems }: Catalog): {
    readonly parcels: readonly SentModels[];
    readonly catalog: SentCatalog;
  } {
    const before = this.#sent;
    this.#sent = new Map(models.map((model) => [model, before.get(model) ?? this.#next++]));
    const lacking = [...this.#sent].filter(([model]) => !before.has(model));
    const parcels: SentModels[] = [];
    for (let at = 0; at < lacking.length; at += modelsAtOnce)
      parcels.push(lacking.slice(at, at + modelsAtOnce).map(([model, number]) => [number, model]));
    const numbers = models.flatMap((model) => this.#sent.get(model) ?? []);
    return { parcels, catalog: { models: numbers, problems } };
  }
}

/** The side that takes. A model that stays is the very same object. */
export class ModelTaker {
  #models = new Map<number, Model>();

  take(models: SentModels): void {
    for (const [number, model] of models) this.#models.set(number, model);
  }

  unpack({ models, problems }: SentCatalog): Catalog {
    const present = models.map((number) => [number, this.#models.get(number)] as const);
    this.#models = new Map(present.flatMap(([number, model]) => (model ? [[number, model]] : [])));
    return { models: models.flatMap((number) => this.#models.get(number) ?? []), problems };
  }
}
