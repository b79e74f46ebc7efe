import type { Plan, RejectedPlan } from '../src/model/plan.js';
import { element } from './element.js';
import { planView } from './plan-view.js';
import { folded } from './section.js';

/** Plans that the planner put aside, each with why; drawn with what it did in the trial, where that is told. */
export function rejectedPlans({ rejected }: Plan): HTMLElement | null {
  if (rejected.length === 0) return null;
  return folded(`Rejected plans (${rejected.length})`, () => rejected.map(rejectedPlan));
}

function rejectedPlan({ plan, trial, reason }: RejectedPlan, at: number): HTMLElement {
  return element(
    'section',
    { class: 'rejected', 'aria-label': `Rejected plan ${at + 1}` },
    element('p', {}, reason),
    planView(trial?.stages ?? plan, { total: null, label: `Rejected plan ${at + 1}` }),
  );
}
