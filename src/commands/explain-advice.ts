import * as vscode from 'vscode';

import type { Files } from '../host/files.js';
import type { Log } from '../host/log.js';
import { applySourceEdit } from '../host/source-edits.js';
import type { Model } from '../model/catalog.js';
import type { IndexProposal } from '../model/judgement.js';
import { UserError } from '../model/user-error.js';
import { shellCreateIndex } from '../report/index-code.js';
import { ensureIndexes } from './ensure.js';
import type { LiveServer } from './live-server.js';
import type { ShownPlans } from './shown-plans.js';

/** What settles the advice on an explained query. */
export class ExplainAdvice {
  readonly #files: Files;
  readonly #plans: ShownPlans;
  readonly #log: Log;

  constructor(files: Files, plans: ShownPlans, log: Log) {
    this.#files = files;
    this.#plans = plans;
    this.#log = log;
  }

  /** Creates it as an ensure does: the plan first. */
  async create(server: LiveServer, collection: string, { key, options, name }: IndexProposal): Promise<void> {
    const scope = { kind: 'advised', collection, index: { key, options, name } } as const;
    await ensureIndexes(server, this.#plans, this.#log, scope);
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
    await vscode.env.clipboard.writeText(shellCreateIndex(collection, proposal));
    vscode.window.setStatusBarMessage('Index copied as a createIndex call', 3000);
  }
}

/** The model whose code would define an index of a collection. */
export function modelOf({ snapshot }: LiveServer, collection: string): Model | null {
  return snapshot.catalog?.models.find((model) => model.collection === collection) ?? null;
}
