import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Reason } from '../../../src/model/plan.js';
import { assess } from '../../../src/query/plan/assess.js';
import { planRules } from '../../../src/query/plan/rules/all.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { answerNames, explainAnswer, recordedCounts } from './explain-files.js';

const page = readFileSync(new URL('../../../docs/plan-rules.md', import.meta.url), 'utf8');
const sections = page.split(/^## /mu).slice(1);

describe('docs/plan-rules.md', () => {
  it('has a section for each rule, by its number and id, in their order', () => {
    assert.deepEqual(
      sections.map((section) => section.slice(0, section.indexOf('\n'))),
      planRules.map(({ number, id }) => `${number}. ${id}`),
    );
    assert.deepEqual(
      planRules.map(({ number }) => number),
      planRules.map((_, at) => at + 1),
    );
  });

  it('names every weight that a rule has on a recorded answer', () => {
    for (const name of answerNames) {
      for (const { number, rule, weight } of reasonsOf(name)) {
        assert.ok(sections[number - 1]?.includes(`**${weight}**`), `${rule} is ${weight} on ${name}`);
      }
    }
  });

  for (const [at, section] of sections.entries()) {
    const examples = [...section.matchAll(/^> (.+)\n\n`(.+)`$/gmu)];
    for (const [, message, from = ''] of examples.filter(([, , name]) => !name?.startsWith('test/'))) {
      it(`says of ${from} what rule ${at + 1} says`, () => {
        const said = reasonsOf(from).filter(({ number }) => number === at + 1);
        assert.deepEqual(
          said.map((reason) => reason.message),
          [message],
        );
      });
    }
  }
});

function reasonsOf(name: string): readonly Reason[] {
  const plan = readPlan(explainAnswer(name));
  return assess(plan, recordedCounts[plan.planner.namespace ?? ''] ?? null).reasons;
}
