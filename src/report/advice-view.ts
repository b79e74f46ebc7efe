import type { Model } from '../model/catalog.js';
import type { IndexSpecification } from '../model/index-specification.js';
import type { IndexProposal } from '../model/judgement.js';
import type { PanelButton, ShownAdvice } from '../model/explain-messages.js';
import { keyPatternText } from './index-words.js';

/** What may be done with advice where it is shown. */
interface AdviceRights {
  /** The server may be changed. */
  readonly canCreate: boolean;
  /** Names of the live indexes that may give way to a longer one. */
  readonly extensible: readonly string[];
  /** The model in code that defines the collection's indexes; null: none does. */
  readonly model: Model | null;
  /** A scratch database may be made: never on a production connection. */
  readonly canTry: boolean;
  /** The planner took an index: another one would do better. */
  readonly isServed: boolean;
}

const create: PanelButton = {
  type: 'create-index',
  label: 'Create Now…',
  tooltip: 'Shows what will be done first',
};
const extend: PanelButton = {
  type: 'extend-index',
  label: 'Extend Now…',
  tooltip: 'Creates the longer index, then drops the old one; shows what will be done first',
};
const unhide: PanelButton = {
  type: 'unhide-index',
  label: 'Unhide…',
  tooltip: 'Lets the query planner use it again; nothing is built',
};
const addToModel: PanelButton = {
  type: 'add-to-model',
  label: 'Add to the Model',
  tooltip: 'Writes the definition into the model file',
};
const extendInModel: PanelButton = {
  type: 'add-to-model',
  label: 'Extend in the Model',
  tooltip: 'Writes the longer definition in place of the old one in the model file',
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

/** What is advised, in words. `isServed`: some index serves the query already. */
export function adviceTitle({ kind, name, replaces }: IndexProposal, isServed: boolean): string {
  if (kind === 'reuse') return `Unhide ${name}`;
  if (kind === 'extend') return `Extend ${replaces ?? 'an index'}`;
  return `An index that would serve it${isServed ? ' better' : ''}`;
}

/** The index itself and those that further branches of an `$or` need. */
export function proposalsOf(proposal: IndexProposal | null): readonly IndexProposal[] {
  return proposal ? [proposal, ...proposal.branches] : [];
}

export function adviceView(proposal: IndexProposal | null, rights: AdviceRights): readonly ShownAdvice[] {
  return proposalsOf(proposal).map((one) => {
    const isThere = one.kind === 'reuse';
    const isDefined = rights.model?.indexes.some((index) => isSame(index, one)) ?? false;
    return {
      id: one.name,
      key: keyPatternText(one.key),
      title:
        isDefined && !isThere
          ? 'Defined in the code, missing on the server'
          : adviceTitle(one, rights.isServed),
      reason: one.reason,
      buttons: [
        ...(rights.canCreate ? [onServer(one, rights)] : []),
        ...(rights.model && !isThere && !isDefined ? [inCode(one, rights.model)] : []),
        ...(rights.canTry ? [tryIt] : []),
        copy,
      ],
    };
  });
}

function onServer({ kind, replaces }: IndexProposal, { extensible }: AdviceRights): PanelButton {
  if (kind === 'reuse') return unhide;
  return kind === 'extend' && replaces !== null && extensible.includes(replaces) ? extend : create;
}

function inCode({ kind, replaces }: IndexProposal, { indexes }: Model): PanelButton {
  return kind === 'extend' && indexes.some(({ name }) => name === replaces) ? extendInModel : addToModel;
}

function isSame(one: IndexSpecification, other: Pick<IndexSpecification, 'key' | 'options'>): boolean {
  return (
    keyPatternText(one.key) === keyPatternText(other.key) &&
    JSON.stringify(one.options) === JSON.stringify(other.options)
  );
}
