import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/model/explanation.js';
import type { PlanStage } from '../../../src/model/plan.js';
import { stagesIn } from '../../../src/query/plan/stage-tree.js';
import { explainText } from '../../../src/report/explain.js';
import { explainJson } from '../../../src/report/explain-json.js';
import { explainMarkdown } from '../../../src/report/explain-markdown.js';
import { plainPaint } from '../../../src/report/paint.js';
import { parseDocument } from '../../server/run-cli.js';
import { recordedView } from '../../ui/recorded-views.js';
import { answerNames } from '../query/explain-files.js';

/** What each format must say: headline, reasons, the plan with its indexes and bounds, why the others were rejected. */
function saidOf({ assessment, plan }: Explanation): readonly string[] {
  return [
    assessment.headline,
    ...assessment.reasons.map(({ message }) => message),
    ...plan.rejected.map(({ reason }) => reason),
    ...plan.indexes,
    ...saidOfPlan(plan.winning),
  ];
}

/** The text names the indexes of a rejected plan, the other formats hold the whole of it. */
function saidOfRejected({ plan: { rejected } }: Explanation, isWhole: boolean): readonly string[] {
  return rejected.flatMap(({ plan }) =>
    isWhole ? saidOfPlan(plan) : stagesIn(plan).flatMap(({ index }) => index ?? []),
  );
}

function saidOfPlan(plan: PlanStage): readonly string[] {
  return stagesIn(plan).flatMap(({ stage, branch, facts }) => [
    stage,
    branch ?? '',
    ...facts.map(({ text }) => text),
  ]);
}

describe('an explanation in each format', () => {
  for (const name of answerNames) {
    it(`${name}: text, JSON and Markdown say the same`, () => {
      const { explanation } = recordedView(name, { model: 'Order', operation: 'find' });
      const { verdict, rejected, reasons, ...json } = explainJson(explanation, '/app');
      const text = explainText(explanation, '/app', plainPaint);
      const markdown = explainMarkdown(explanation, '/app').replace(/\\(?=[|<>*_\\`])/gu, '');
      for (const said of [...saidOf(explanation), ...saidOfRejected(explanation, false)])
        assert.ok(text.includes(said), `text: ${said}`);
      const whole = [...saidOf(explanation), ...saidOfRejected(explanation, true)];
      for (const said of whole) assert.ok(markdown.includes(said), `Markdown: ${said}`);
      const written = JSON.stringify({ rejected, reasons, json });
      for (const said of whole.slice(1))
        assert.ok(written.includes(JSON.stringify(said).slice(1, -1)), `JSON: ${said}`);
      assert.equal(verdict, explanation.assessment.verdict);
      parseDocument('explain', JSON.stringify(explainJson(explanation, '/app')));
    });
  }
});
