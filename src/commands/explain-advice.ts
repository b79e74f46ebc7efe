import { extendIndex } from '../compare/extend-index.js';
import { unhideIndex } from '../compare/index-change.js';
import { indexNamed } from '../compare/index-named.js';
import { copy } from '../host/clipboard.js';
import type { Files } from '../host/files.js';
import type { Log } from '../host/log.js';
import { applySourceEdit } from '../host/source-edits.js';
import type { Model } from '../model/catalog.js';
import type { IndexProposal } from '../model/judgement.js';
import { UserError } from '../model/user-error.js';
import { shellCreateIndex } from '../report/index-code.js';
import { ensureIndexes } from './ensure.js';
import type { IndexChanges, LiveIndexFound } from './index-changes.js';
import type { LiveServer } from './live-server.js';
import type { ShownEnsures } from './shown-ensures.js';

/** What settles the advice on an explained query. */
export class ExplainAdvice {
  readonly #files: Files;
  readonly #plans: ShownEnsures;
  readonly #changes: IndexChanges;
  readonly #log: Log;

  constructor(files: Files, plans: ShownEnsures, changes: IndexChanges, log: Log) {
    this.#files = files;
    this.#plans = plans;
    this.#changes = changes;
    this.#log = log;
  }

  /** Creates it as an ensure does: the plan first. */
  async create(server: LiveServer, collection: string, { key, options, name }: IndexProposal): Promise<void> {
    const scope = { kind: 'advised', collection, index: { key, options, name } } as const;
    await ensureIndexes(server, this.#plans, this.#log, scope);
  }

  /** Creates it, then drops the one that it extends, as one change. False: it was not agreed to, or not done. */
  async extend(server: LiveServer, collection: string, proposal: IndexProposal): Promise<boolean> {
    const found = liveAt(server, collection, proposal);
    const change = extendIndex(collection, found.live, proposal);
    if (!change) throw notAsAdvised(found.live.name);
    return this.#changes.ask(server, change, found, {
      title: 'Create Beside It…',
      run: () => this.create(server, collection, proposal),
    });
  }

  /** False: it was not agreed to, or not done. */
  async unhide(server: LiveServer, collection: string, proposal: IndexProposal): Promise<boolean> {
    const found = liveAt(server, collection, proposal);
    return this.#changes.ask(server, unhideIndex(collection, found.live), found);
  }

  /** Writes it into the model's file; what it extends is replaced where the code defines it. Throws UserError. */
  async addToModel(server: LiveServer, collection: string, proposal: IndexProposal): Promise<void> {
    const model = modelOf(server, collection);
    if (!model) {
      throw new UserError(
        'usage',
        `No model in the code has the collection ${collection}.`,
        'Copy the index, and define it where you like.',
      );
    }
    const { key, options, replaces } = proposal;
    const index = { key, options, name: null };
    const old = model.indexes.find(({ name }) => name === replaces);
    const change = old ? ({ kind: 'replace', old, index } as const) : ({ kind: 'add', index } as const);
    const edit = await this.#files.editIndexes(model, [change]);
    await applySourceEdit(edit, `Index ${proposal.name}`);
  }

  async copy(collection: string, proposal: IndexProposal): Promise<void> {
    await copy(shellCreateIndex(collection, proposal), 'createIndex for mongosh');
  }
}

/** The live index that a proposal is about. Throws UserError `usage` where it is not there any more. */
function liveAt(server: LiveServer, collection: string, { replaces, name }: IndexProposal): LiveIndexFound {
  const { comparison } = server.snapshot;
  const found = comparison && indexNamed(comparison, collection, replaces ?? name);
  if (!found?.live) throw notAsAdvised(replaces ?? name);
  return { ...found, live: found.live, where: server.current() };
}

function notAsAdvised(name: string): UserError {
  return new UserError(
    'usage',
    `${name} is not what it was when this was advised.`,
    'Refresh the tree, then run the query again.',
  );
}

/** Names of the live indexes that may give way to the longer ones proposed for them. */
export function extensibleIn(
  { snapshot }: LiveServer,
  collection: string,
  proposals: readonly IndexProposal[],
): readonly string[] {
  return proposals.flatMap((proposal) => {
    const { replaces } = proposal;
    const found =
      snapshot.comparison && replaces !== null && indexNamed(snapshot.comparison, collection, replaces);
    return found && found.live && extendIndex(collection, found.live, proposal) ? [found.live.name] : [];
  });
}

/** The model whose code would define an index of a collection. */
export function modelOf({ snapshot }: LiveServer, collection: string): Model | null {
  return snapshot.catalog?.models.find((model) => model.collection === collection) ?? null;
}
