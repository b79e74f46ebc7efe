import type { IndexProposal } from '../model/judgement.js';
import { proposalsOf } from './advice-view.js';

const rules = { new: 'missing-index', extend: 'extend-index', reuse: 'hidden-index' } as const;

/** Advice of the command line's contract, as it stands in `queries` as well. */
export function adviceJson(proposal: IndexProposal | null) {
  return proposalsOf(proposal).map(({ kind, key, options, replaces, reason }) => ({
    rule: rules[kind],
    severity: 'warning',
    message: reason,
    index: { key, options },
    ...(kind === 'extend' ? { replaces } : {}),
  }));
}
