import type { AskButton, TonedWords } from './panel-messages.js';

export const detailsAsks = [
  ...(['ensure', 'settle', 'hide', 'unhide', 'drop', 'ttl', 'unique', 'rename'] as const),
  ...(['copy-shell', 'copy-mongoose', 'definition', 'query'] as const),
] as const;
export type DetailsAskType = (typeof detailsAsks)[number];

/** A fact with its name; `notes` say where it comes from. */
export interface DetailsFact {
  readonly name: string;
  readonly value: string;
  readonly notes: readonly string[];
}

export interface DetailsOption {
  readonly name: string;
  /** As one types it into mongosh. */
  readonly value: string;
  /** What the server does because of it; empty: not known here. */
  readonly means: string;
}

/** A place that a click leads to. */
export interface DetailsLink {
  readonly id: string;
  readonly text: string;
  readonly notes: readonly string[];
}

/** What the panel of one index draws. */
export interface DetailsView {
  /** The index's name. */
  readonly title: string;
  /** `contacts · petbuddy on localhost · production` */
  readonly where: string;
  readonly status: TonedWords;
  readonly notes: readonly TonedWords[];
  /** `{ companyId: 1 }` */
  readonly key: string;
  readonly facts: readonly DetailsFact[];
  readonly options: readonly DetailsOption[];
  /** Where it is defined; null: nowhere. */
  readonly definition: DetailsLink | null;
  /** Queries of the code that it serves, as far as that is predicted. */
  readonly queries: readonly DetailsLink[];
  readonly buttons: readonly AskButton<DetailsAskType>[];
}
