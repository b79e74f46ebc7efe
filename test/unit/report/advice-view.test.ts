import assert from 'node:assert/strict';
import type { Model } from '../../../src/model/catalog.js';
import type { DefinedIndex } from '../../../src/model/index-specification.js';
import type { IndexProposal } from '../../../src/model/judgement.js';
import { adviceView } from '../../../src/report/advice-view.js';

const proposal: IndexProposal = {
  kind: 'new',
  key: [['companyId', 1]],
  options: {},
  name: 'companyId_1',
  replaces: null,
  reason: 'companyId is compared with one value.',
  branches: [],
};
const everything = { canCreate: true, canTry: true, extensible: ['a_1'], isServed: false };
const model = (indexes: readonly Partial<DefinedIndex>[]) => ({ indexes }) as unknown as Model;

describe('advice on an explained query', () => {
  const shown = (over: Partial<IndexProposal>, of: Model | null) => {
    const [one] = adviceView({ ...proposal, ...over }, { ...everything, model: of });
    return [one?.title, one?.buttons.map(({ label }) => label).join()];
  };

  it('is created, written into the model, tried or copied', () => {
    const buttons = 'Create Now…,Add to the Model,Try It…,Copy';
    assert.deepEqual(shown({}, model([])), ['An index that would serve it', buttons]);
    assert.deepEqual(shown({}, null)[1], 'Create Now…,Try It…,Copy');
    const [beside] = adviceView(proposal, { ...everything, model: null, isServed: true });
    assert.equal(beside?.title, 'An index that would serve it better');
  });

  it('extends what is live and what the code defines, each in one change', () => {
    const longer = {
      kind: 'extend',
      replaces: 'a_1',
      key: [
        ['a', 1],
        ['companyId', 1],
      ],
    } as const;
    const old = [{ name: 'a_1', key: [['a', 1]], options: {} }] as const;
    assert.deepEqual(shown(longer, model(old)), [
      'Extend a_1',
      'Extend Now…,Extend in the Model,Try It…,Copy',
    ]);
    // What has a duty of its own stays; the code does not define it.
    assert.equal(
      shown({ ...longer, replaces: 'b_1' }, model(old))[1],
      'Create Now…,Add to the Model,Try It…,Copy',
    );
  });

  it('makes a hidden one visible', () => {
    assert.deepEqual(shown({ kind: 'reuse', replaces: 'companyId_1' }, model([])), [
      'Unhide companyId_1',
      'Unhide…,Try It…,Copy',
    ]);
  });

  it('is not written into a model that defines it already', () => {
    const [title, buttons] = shown({}, model([{ key: [['companyId', 1]], options: {} }]));
    assert.equal(title, 'Defined in the code, missing on the server');
    assert.equal(buttons, 'Create Now…,Try It…,Copy');
    assert.match(shown({}, model([{ key: [['companyId', 1]], options: { sparse: true } }]))[1] ?? '', /Add/);
  });
});
