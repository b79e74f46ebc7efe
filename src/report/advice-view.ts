import type { Model } from '../model/catalog.js';
import type { IndexSpecification } from '../model/index-specification.js';
import type { IndexProposal } from '../model/judgement.js';
import type { PanelButton, ShownAdvice } from '../model/messages.js';
import { keyPatternText } from './index-words.js';

/** What may be done with advice where it is shown. */
interface AdviceRights {
  /** The server may be changed. */
  readonly canCreate: boolean;
  /** The model in code that defines the collection's indexes; null: none does. */
  readonly model: Model | null;
  /** A scratch database may be made: never on a production connection. */
  readonly canTry: boolean;
}

const create: PanelButton = {
  type: 'create-index',
  label: 'Create Now…',
  tooltip: 'Shows what will be done first',
};
const addToModel: PanelButton = {
  type: 'add-to-model',
  label: 'Add to the Model',
  tooltip: 'Writes the definition into the model file',
};
const tryIt: PanelButton = {
  type: 'try-index',
  label: 'Try It…',
  tooltip: 'Builds it on a sample copy in a scratch database and shows before and after',
};
const copy: PanelButton = {
  type: 'copy-index',
  label: 'Copy',
  tooltip: 'Copies the createIndex call for mongosh',
};

const titles: Readonly<Record<IndexProposal['kind'], (proposal: IndexProposal) => string>> = {
  new: () => 'An index that would serve it',
  extend: ({ replaces }) => `Extend ${replaces ?? 'an index'}`,
  reuse: ({ name }) => `Unhide ${name}`,
};

/** The index itself and those that further branches of an `$or` need. */
export function proposalsOf(proposal: IndexProposal | null): readonly IndexProposal[] {
  return proposal ? [proposal, ...proposal.branches] : [];
}

export function adviceView(
  proposal: IndexProposal | null,
  { canCreate, model, canTry }: AdviceRights,
): readonly ShownAdvice[] {
  return proposalsOf(proposal).map((one) => {
    const isThere = one.kind === 'reuse';
    const isDefined = model?.indexes.some((index) => isSame(index, one)) ?? false;
    return {
      id: one.name,
      key: keyPatternText(one.key),
      title: isDefined && !isThere ? 'Defined in the code, missing on the server' : titles[one.kind](one),
      reason: one.reason,
      buttons: [
        ...(canCreate && !isThere ? [create] : []),
        ...(model && !isThere && !isDefined ? [addToModel] : []),
        ...(canTry ? [tryIt] : []),
        copy,
      ],
    };
  });
}

function isSame(one: IndexSpecification, other: Pick<IndexSpecification, 'key' | 'options'>): boolean {
  return (
    keyPatternText(one.key) === keyPatternText(other.key) &&
    JSON.stringify(one.options) === JSON.stringify(other.options)
  );
}
