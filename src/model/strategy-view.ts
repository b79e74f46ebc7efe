import type { Ask, AskButton, TonedWords } from './panel-messages.js';

export const strategyAsks = ['tick', 'untick', 'apply', 'measure', 'ensure', 'again', 'go'] as const;
export type StrategyAskType = (typeof strategyAsks)[number];

/** What the user asks for in the strategy panel; its id names a step, a collection or a query. */
export type StrategyAsk = Ask<StrategyAskType>;

/** A query site: `services/webhook.js:12`, `findOne by facebookChatId`. */
export interface StrategyQueryView {
  readonly id: string;
  readonly place: string;
  readonly words: string;
  /** `12 keys and documents examined, now 20,000`; null: it was not measured. */
  readonly examined: string | null;
}

export interface StrategyStepView {
  readonly id: string;
  readonly name: string;
  /** `{ companyId: 1 }` */
  readonly key: string;
  readonly options: string;
  /** Null: nothing to choose. */
  readonly ticked: boolean | null;
  /** `Add`, `Extend companyId_1`. */
  readonly act: TonedWords;
  readonly reason: string;
  /** Size, use and what a write costs, each as words. */
  readonly costs: readonly string[];
  readonly notes: readonly TonedWords[];
  /** `Serves 2 queries` */
  readonly served: string;
  readonly queries: readonly StrategyQueryView[];
}

export interface StrategyCollectionView {
  readonly id: string;
  readonly title: string;
  /** `appointments · 20,000 documents · 7 indexes now, 6 after, budget 10` */
  readonly facts: string;
  readonly ticked: boolean | 'some' | null;
  readonly notes: readonly TonedWords[];
  readonly steps: readonly StrategyStepView[];
  /** Queries that no index serves. */
  readonly unserved: { readonly title: string; readonly queries: readonly StrategyQueryView[] };
}

/** What the strategy panel draws: the host says it all in words. */
export interface StrategyView {
  readonly title: string;
  readonly where: string;
  readonly headline: TonedWords;
  readonly notes: readonly string[];
  readonly buttons: readonly AskButton<StrategyAskType>[];
  readonly collections: readonly StrategyCollectionView[];
  /** Collections that stay as they are. */
  readonly settled: { readonly title: string; readonly collections: readonly StrategyCollectionView[] };
}
