import type { QueryCommand } from '../../src/model/command.js';
import type { Json } from '../../src/model/json.js';
import type { ExplainView, ShownAdvice } from '../../src/model/explain-messages.js';
import { assess } from '../../src/query/plan/assess.js';
import { readPlan } from '../../src/query/plan/read-plan.js';
import { explainView } from '../../src/report/explain-view.js';
import { explainAnswer, recordedCounts } from '../unit/query/explain-files.js';
import { site } from '../unit/query/sites.js';

interface Shown {
  readonly model: string;
  readonly operation: string;
  readonly advice?: readonly ShownAdvice[];
}

/** A recorded answer of a server, as the host would hand it to the panel. */
export function recordedView(name: string, shown: Shown): ExplainView {
  return viewOf(explainAnswer(name), shown);
}

/** An answer of a server, through the model and its rules. */
export function viewOf(answer: Json, { model, operation, advice = [] }: Shown): ExplainView {
  const plan = readPlan(answer);
  const namespace = plan.planner.namespace ?? 'x.a';
  const documents = recordedCounts[namespace] ?? null;
  const collection = namespace.replace(/^[^.]*\./u, '');
  // A 4.0 router does not repeat the command.
  const command = (plan.planner.command ?? {
    find: collection,
    filter: plan.planner.query,
  }) as unknown as QueryCommand;
  return explainView({
    explanation: {
      query: { ...site(operation, {}), model, collection },
      shape: { filter: [], sort: [] },
      database: namespace.replace(/\..*$/u, ''),
      command,
      values: [],
      notices: [],
      sample: {},
      plan,
      timedOut: plan.failure?.code === 50,
      assessment: assess(plan, documents),
      proposal: null,
      documents,
    },
    place: 'services/orders.js:12',
    remembered: new Set(),
    choice: 'typical',
    parts: [],
    isOnlyPlanned: false,
    timeLimit: 30_000,
    history: [],
    advice,
    proof: null,
    proofButtons: [],
  });
}
