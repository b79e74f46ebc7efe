import * as vscode from 'vscode';

import type { ExplainedQueries } from '../host/explained-queries.js';
import type { ExplainHistory } from '../host/explain-history.js';
import { withProgress } from '../host/progress.js';
import type { RememberedValues } from '../host/remembered-values.js';
import type { ErrorReporter } from '../host/show-error.js';
import { explain } from '../explain.js';
import { collectionOfCommand, isWrite } from '../model/command.js';
import type { Explanation } from '../model/explanation.js';
import type { ExplainView, FromPanel, PanelButton, ToPanel } from '../model/explain-messages.js';
import type { QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import { optionRefusal } from '../query/command/option-holes.js';
import { optionalPartsOf, withoutParts } from '../query/command/optional-parts.js';
import { adviceView, proposalsOf } from '../report/advice-view.js';
import { explainView } from '../report/explain-view.js';
import { outcomeWords, recordOf } from '../report/outcome-words.js';
import { typedValue } from '../server/typed-value.js';
import { changedChoices, firstChoices, optionsOf, type Choices } from './explain-choices.js';
import type { ExplainProof } from './explain-proof.js';
import { extensibleIn, modelOf, type ExplainAdvice } from './explain-advice.js';
import { copyCommand, copyMarkdown, goToQuery, openRaw } from './explain-actions.js';
import type { LiveServer } from './live-server.js';

/** Where explanations are shown. */
interface ExplainDrawing {
  show(view: ExplainView, asked: (ask: FromPanel) => void): void;
  post(message: ToPanel): void;
}

interface Current {
  readonly server: LiveServer;
  readonly site: QuerySite;
  readonly choices: Choices;
  readonly explanation: Explanation;
  readonly isOnlyPlanned: boolean;
  readonly proof: ExplainView['proof'];
}

/** The explanation in the panel, from its first run to the last change of what it was run with. One at a time. */
export class ShownExplanations {
  readonly #panel: ExplainDrawing;
  readonly #values: RememberedValues;
  readonly #history: ExplainHistory;
  readonly #outcomes: ExplainedQueries;
  readonly #advice: ExplainAdvice;
  readonly #proof: ExplainProof;
  readonly #errors: ErrorReporter;
  #current: Current | null = null;
  /** What the run under way was asked with: what is asked for meanwhile goes on from there. */
  #wanted: Choices | null = null;
  /** Counts runs: the result of one that was overtaken is dropped. */
  #run = 0;

  constructor(
    panel: ExplainDrawing,
    values: RememberedValues,
    history: ExplainHistory,
    outcomes: ExplainedQueries,
    advice: ExplainAdvice,
    proof: ExplainProof,
    errors: ErrorReporter,
  ) {
    this.#panel = panel;
    this.#values = values;
    this.#history = history;
    this.#outcomes = outcomes;
    this.#advice = advice;
    this.#proof = proof;
    this.#errors = errors;
  }

  /** Explains a query and shows it. Throws UserError. */
  async explain(server: LiveServer, site: QuerySite): Promise<void> {
    this.#wanted = null;
    const found = await this.#runWith(server, site, firstChoices(site, this.#values));
    if (found) this.#show(found);
  }

  /** Null: a later run overtook this one. */
  async #runWith(server: LiveServer, site: QuerySite, choices: Choices): Promise<Current | null> {
    const run = ++this.#run;
    const { connection, database } = server.current();
    const isOnlyPlanned = server.snapshot.marks.production && !choices.figuresAsked;
    const options = optionsOf(server, choices);
    const explanation = await withProgress('Explaining the query', (signal) =>
      explain(withoutParts(site, choices.omitted), connection, database, {
        ...options,
        signal,
        verbosity: isOnlyPlanned ? 'queryPlanner' : 'executionStats',
      }),
    );
    if (run !== this.#run) return null;
    const next = { ...choices, sample: explanation.sample };
    const current = { server, site, choices: next, explanation, isOnlyPlanned, proof: null };
    const at = new Date();
    await this.#history.add(shapeId(current), recordOf(explanation, at));
    const { verdict } = explanation.assessment;
    this.#outcomes.add(site, { words: outcomeWords(explanation), verdict, at, connection: server.id });
    return current;
  }

  #show(current: Current): void {
    this.#current = current;
    this.#panel.show(this.#viewOf(current), (ask) => {
      const now = this.#current;
      if (now) void this.#asked(now, ask).catch((error: unknown) => this.#errors.show(error));
    });
  }

  #viewOf(current: Current): ExplainView {
    const { server, site, choices, explanation, isOnlyPlanned, proof } = current;
    const { marks } = server.snapshot;
    const collection = collectionOfCommand(explanation.command);
    return explainView({
      explanation,
      place: `${vscode.workspace.asRelativePath(site.place.file)}:${site.place.range.start.line + 1}`,
      remembered: choices.remembered,
      choice: choices.choice,
      parts: optionalPartsOf(site).map((part) => ({ ...part, included: !choices.omitted.has(part.id) })),
      isOnlyPlanned,
      timeLimit: choices.timeLimit,
      history: this.#history.of(shapeId(current)),
      advice: adviceView(explanation.proposal, {
        canCreate: !marks.readOnly,
        extensible: extensibleIn(server, collection, proposalsOf(explanation.proposal)),
        model: modelOf(server, collection),
        canTry: !marks.readOnly && !marks.production,
        isServed: explanation.plan.indexes.length > 0,
      }),
      proof,
      proofButtons: mayCompare(explanation) ? [compareButton] : [],
    });
  }

  async #asked(current: Current, { type, id, text }: FromPanel): Promise<void> {
    const { explanation, choices } = current;
    switch (type) {
      case 'copy-markdown':
        return copyMarkdown(explanation, this.#viewOf(current));
      case 'copy-command':
        return copyCommand(explanation);
      case 'go-to-query':
        return goToQuery(explanation);
      case 'open-raw':
        return openRaw(explanation);
      case 'check-value':
        await this.#check(id ?? '', text ?? '');
        return;
      case 'forget-history':
        await this.#history.forget(shapeId(current));
        this.#show(current);
        return;
      case 'create-index':
      case 'extend-index':
      case 'unhide-index':
      case 'add-to-model':
      case 'copy-index':
      case 'try-index':
        return this.#settle(current, type, id);
      case 'compare-full-scan': {
        const { server } = current;
        const proof = await this.#proof.compareFullScan(
          server,
          explanation,
          optionsOf(current.server, choices),
        );
        this.#prove(current, proof);
        return;
      }
      default: {
        if (type === 'set-value' && !(await this.#check(id ?? '', text ?? ''))) return;
        const collection = current.site.collection ?? '';
        const next = await changedChoices(
          this.#wanted ?? choices,
          collection,
          { type, id, text },
          this.#values,
        );
        if (next) await this.#again(current, next);
      }
    }
  }

  async #settle(
    current: Current,
    type: 'create-index' | 'extend-index' | 'unhide-index' | 'add-to-model' | 'copy-index' | 'try-index',
    name: string | null,
  ): Promise<void> {
    const { server, explanation, choices } = current;
    const collection = collectionOfCommand(explanation.command);
    const proposal = proposalsOf(explanation.proposal).find((one) => one.name === name);
    if (!proposal) return;
    switch (type) {
      case 'create-index':
        await this.#advice.create(server, collection, proposal);
        return this.#again(current, choices);
      case 'extend-index':
        if (await this.#advice.extend(server, collection, proposal)) await this.#again(current, choices);
        return;
      case 'unhide-index':
        if (await this.#advice.unhide(server, collection, proposal)) await this.#again(current, choices);
        return;
      case 'add-to-model':
        return this.#advice.addToModel(server, collection, proposal);
      case 'copy-index':
        return this.#advice.copy(collection, proposal);
      case 'try-index': {
        const proof = await this.#proof.tryIndex(
          server,
          explanation,
          proposal,
          optionsOf(current.server, choices),
        );
        this.#prove(current, proof);
        return;
      }
    }
  }

  /** Null: it was not wanted after all. */
  #prove(current: Current, proof: ExplainView['proof']): void {
    if (proof && this.#current === current) this.#show({ ...current, proof });
  }

  /** Tells the panel what is wrong with a text that is to be a value. */
  async #check(id: string, text: string): Promise<boolean> {
    const { values } = this.#current?.explanation ?? { values: [] };
    const takes = values.find(({ hole }) => hole?.id === id)?.hole?.takes;
    const problem = await typedValue(text).then(
      (value) => (takes === undefined ? null : optionRefusal(takes, value)),
      (error: unknown) => {
        if (error instanceof UserError) return `${error.message} ${error.next}`;
        throw error;
      },
    );
    this.#panel.post({ type: 'checked', id, text, problem });
    return problem === null;
  }

  async #again(before: Current, choices: Choices): Promise<void> {
    // Another query is shown by now.
    if (this.#current?.site !== before.site) return;
    const { title } = this.#viewOf(before);
    this.#wanted = choices;
    this.#panel.post({ type: 'busy', title });
    try {
      const next = await this.#runWith(before.server, before.site, choices);
      if (next) this.#show(next);
    } catch (error) {
      // A later run has taken over.
      if (this.#wanted !== choices) return;
      if (!(error instanceof UserError)) {
        this.#show(before);
        throw error;
      }
      if (error.code === 'cancelled') this.#show(before);
      else {
        // What is asked for next starts from the choices that failed.
        this.#current = { ...before, choices };
        this.#panel.post({ type: 'failed', title, message: error.message, next: error.next });
      }
    } finally {
      if (this.#wanted === choices) this.#wanted = null;
    }
  }
}

const compareButton: PanelButton = {
  type: 'compare-full-scan',
  label: 'Compare with a Full Scan',
  tooltip: 'Runs the query without its index, under the time limit',
};

/** A scan that is compared needs a run with an index beside it; what writes is not run. */
function mayCompare({ plan, command }: Explanation): boolean {
  return plan.metrics !== null && plan.indexes.length > 0 && !isWrite(command);
}

/** Runs of one shape on one database stand in one table. */
function shapeId({ server, explanation }: Pick<Current, 'server' | 'explanation'>): string {
  const { query, database, command, shape } = explanation;
  return JSON.stringify([
    server.id,
    database,
    collectionOfCommand(command),
    query.operation,
    shape.filter,
    shape.sort,
  ]);
}
