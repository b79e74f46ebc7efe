import type { RememberedValues } from '../host/remembered-values.js';
import { setting } from '../host/settings.js';
import type { ExplainOptions } from '../explain.js';
import { emptyCatalog } from '../model/catalog.js';
import type { Json } from '../model/json.js';
import type { FromPanel } from '../model/explain-messages.js';
import type { QuerySite, SampleChoice } from '../model/query.js';
import { holeId } from '../query/command/hole-id.js';
import { holesOf } from '../query/command/holes.js';
import { typedValue } from '../server/typed-value.js';
import type { LiveServer } from './live-server.js';

/** With what a query is explained. Replaced as a whole with each change. */
export interface Choices {
  /** Values by the hole's id. */
  readonly given: Readonly<Record<string, Json>>;
  /** Ids of those that were given earlier. */
  readonly remembered: ReadonlySet<string>;
  /** Values that documents gave, by path. */
  readonly sample: Readonly<Record<string, Json>>;
  readonly choice: SampleChoice;
  /** Ids of the optional parts that are left out. */
  readonly omitted: ReadonlySet<string>;
  /** On a production connection: run it, and not only plan it. */
  readonly figuresAsked: boolean;
  /** In milliseconds. */
  readonly timeLimit: number;
}

/** What the user gave last time goes first. */
export function firstChoices(site: QuerySite, values: RememberedValues): Choices {
  const collection = site.collection ?? '';
  const given: Record<string, Json> = {};
  for (const { path, text } of holesOf(site)) {
    const id = holeId(path, text);
    const value = values.of(collection, id);
    if (value !== undefined) given[id] = value;
  }
  return {
    given,
    remembered: new Set(Object.keys(given)),
    sample: {},
    choice: 'typical',
    omitted: new Set(),
    figuresAsked: false,
    timeLimit: setting('explain.timeLimit') * 1000,
  };
}

/** The choices as an ask of the panel leaves them; null: it is none that runs the query anew. */
export async function changedChoices(
  choices: Choices,
  collection: string,
  { type, id, text }: FromPanel,
  values: RememberedValues,
): Promise<Choices | null> {
  switch (type) {
    case 'rerun':
      return choices;
    case 'set-value': {
      if (id === null) return null;
      const value = await typedValue(text ?? '');
      await values.remember(collection, id, value);
      return { ...withoutHole(choices, id), given: { ...choices.given, [id]: value } };
    }
    case 'forget-value':
      if (id === null) return null;
      await values.forget(collection, id);
      return withoutHole(choices, id);
    case 'include-part':
      return { ...choices, omitted: new Set([...choices.omitted].filter((one) => one !== id)) };
    case 'omit-part':
      return { ...choices, omitted: new Set([...choices.omitted, ...(id === null ? [] : [id])]) };
    case 'sample-typical':
      return { ...choices, sample: {}, choice: 'typical' };
    case 'sample-extreme':
      return { ...choices, sample: {}, choice: 'extreme' };
    case 'run-for-figures':
      return { ...choices, figuresAsked: true };
    case 'run-longer':
      return { ...choices, timeLimit: choices.timeLimit * 6 };
    default:
      return null;
  }
}

export function optionsOf({ snapshot }: LiveServer, choices: Choices): ExplainOptions {
  return {
    input: choices.given,
    sample: choices.sample,
    catalog: snapshot.catalog ?? emptyCatalog,
    choice: choices.choice,
    maxTimeMS: choices.timeLimit,
  };
}

function withoutHole(choices: Choices, id: string): Choices {
  const given = Object.fromEntries(Object.entries(choices.given).filter(([key]) => key !== id));
  const remembered = new Set([...choices.remembered].filter((key) => key !== id));
  return { ...choices, given, remembered };
}
