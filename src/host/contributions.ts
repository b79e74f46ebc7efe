import type { KeyPattern } from '../model/index-specification.js';
import type { RuleSettings } from '../model/finding.js';
import type { Place } from '../model/place.js';

// What package.json contributes, typed once. test/unit/host/contributions.test.ts compares the two.
// This file imports nothing of VS Code, so that the comparison runs in plain Node.

/** What a command acts on: the part of a tree node or a CodeLens that is not for the eye. */
export type Target =
  | { readonly kind: 'connection' }
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'collection'; readonly collection: string; readonly place: Place | null }
  | {
      readonly kind: 'index';
      readonly collection: string;
      readonly name: string;
      readonly key: KeyPattern;
      /** The definition; null for an index that only lives on the server. */
      readonly place: Place | null;
    }
  /** An index that was dropped in this window. */
  | { readonly kind: 'dropped'; readonly collection: string; readonly name: string };

/** VS Code hands a tree's element to its menu commands as it is. */
export interface Targeted {
  readonly target: Target | null;
  /** The id of the connection that it belongs to; null: the active one. */
  readonly connection: string | null;
}

/** Where a connection string comes from. Never the string itself: this is kept in the workspace's state. */
export type ConnectionSource =
  | { readonly kind: 'kept'; readonly name: string }
  | { readonly kind: 'environment'; readonly variable: string }
  | { readonly kind: 'env-file'; readonly file: string; readonly variable: string }
  | { readonly kind: 'compose'; readonly file: string; readonly service: string }
  | { readonly kind: 'preset'; readonly name: string };

/** Every command with the arguments it takes. In the palette all of them are left out. */
export interface CommandArguments {
  'indexLens.connect': [source?: ConnectionSource | Targeted];
  'indexLens.disconnect': [node?: Targeted];
  'indexLens.useConnection': [node?: Targeted];
  'indexLens.connectionSettings': [node?: Targeted];
  'indexLens.forget': [];
  'indexLens.chooseDatabase': [node?: Targeted];
  'indexLens.refresh': [];
  'indexLens.check': [];
  'indexLens.ensureAll': [];
  'indexLens.ensureModel': [collection?: string, connection?: string];
  'indexLens.ensureTarget': [node: Targeted];
  'indexLens.settleIndex': [node: Targeted];
  'indexLens.explainQuery': [place?: Place];
  'indexLens.planStrategy': [node?: Targeted];
  'indexLens.copyKeyPattern': [node: Targeted];
  'indexLens.goToDefinition': [node: Targeted];
  'indexLens.revealIndex': [node: Targeted];
  'indexLens.showIndex': [node: Targeted];
  'indexLens.hideIndex': [node: Targeted];
  'indexLens.unhideIndex': [node: Targeted];
  'indexLens.dropIndex': [node: Targeted];
  'indexLens.createAgain': [node: Targeted];
  'indexLens.setTtl': [node: Targeted];
  'indexLens.makeUnique': [node: Targeted];
  'indexLens.renameIndex': [node: Targeted];
  'indexLens.copyForShell': [node: Targeted];
  'indexLens.copyForMongoose': [node: Targeted];
  'indexLens.sync': [];
  'indexLens.createIndex': [node?: Targeted];
  'indexLens.filterTree': [];
  'indexLens.clearFilter': [];
  'indexLens.sortTree': [];
  'indexLens.showLog': [];
}

export type CommandId = keyof CommandArguments;

export const viewId = 'indexLens.indexes';

/** Every setting with its default, under `indexLens.`. */
export const settingDefaults = {
  'budget.indexesPerCollection': 10,
  'codeLens.enabled': true,
  connectOnOpen: true,
  connection: '',
  exclude: [] as readonly string[],
  'ensure.collectionsAtOnce': 1,
  'explain.timeLimit': 10,
  'explain.codeLens': 'always' as 'always' | 'onHover' | 'off',
  rules: {} as RuleSettings,
  unusedAfterDays: 7,
} as const;

export type SettingName = keyof typeof settingDefaults;

/** Values that `when` clauses in package.json read. */
export interface ContextKeys {
  'indexLens.connectionState': 'none' | 'connecting' | 'connected' | 'failed';
  'indexLens.severalConnections': boolean;
  'indexLens.catalog': 'unread' | 'none' | 'models';
  'indexLens.missing': boolean;
  'indexLens.filtered': boolean;
}
