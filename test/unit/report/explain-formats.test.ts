import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/model/explanation.js';
import { stagesIn } from '../../../src/query/plan/stage-tree.js';
import { explainText } from '../../../src/report/explain.js';
import { explainJson } from '../../../src/report/explain-json.js';
import { explainMarkdown } from '../../../src/report/explain-markdown.js';
import { plainPaint } from '../../../src/report/paint.js';
import { parseDocument } from '../../server/run-cli.js';
import { recordedView } from '../../ui/recorded-views.js';
import { answerNames } from '../query/explain-files.js';

/** Verdict, headline, reasons, stages with their indexes and bounds, rejected plans: what each format must say. */
function saidOf({ assessment, plan }: Explanation): readonly string[] {
  const stages = [plan.winning, ...plan.rejected.map((rejected) => rejected.plan)].flatMap(stagesIn);
  return [
    assessment.headline,
    ...assessment.reasons.map(({ message }) => message),
    ...plan.rejected.map(({ reason }) => reason),
    ...plan.indexes,
    ...stages.flatMap(({ stage, branch, facts }) => [stage, branch ?? '', ...facts.map(({ text }) => text)]),
  ];
}

describe('an explanation in each format', () => {
  for (const name of answerNames) {
    it(`${name}: text, JSON and Markdown say the same`, () => {
      const { explanation } = recordedView(name, { model: 'Order', operation: 'find' });
      const { verdict, rejected, reasons, ...json } = explainJson(explanation, '/app');
      const text = explainText(explanation, '/app', plainPaint);
      const markdown = explainMarkdown(explanation, '/app').replace(/\\(?=[|<>*_\\`])/gu, '');
      for (const said of saidOf(explanation)) {
        assert.ok(text.includes(said), `text: ${said}`);
        assert.ok(markdown.includes(said), `Markdown: ${said}`);
      }
      const written = JSON.stringify({ rejected, reasons, json });
      for (const said of saidOf(explanation).slice(1))
        assert.ok(written.includes(JSON.stringify(said).slice(1, -1)), `JSON: ${said}`);
      assert.equal(verdict, explanation.assessment.verdict);
      parseDocument('explain', JSON.stringify(explainJson(explanation, '/app')));
    });
  }
});
