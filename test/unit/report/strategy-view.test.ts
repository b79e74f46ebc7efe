import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CollectionStrategy } from '../../../src/model/strategy.js';
import { done } from '../../../src/model/steps.js';
import { planStrategies } from '../../../src/plan-strategies.js';
import { changesOf } from '../../../src/query/proposing/model-changes.js';
import {
  chosenSteps,
  doubtfulSteps,
  siteOf,
  stepsOf,
  strategyView,
  type StrategyPlan,
} from '../../../src/report/strategy-view.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { edited } from '../source/edited-files.js';

const root = path.join(import.meta.dirname, '../../../examples/petbuddy');

describe("the strategy of the seed's application", () => {
  const workspace = new Workspace();
  let strategies: readonly CollectionStrategy[];
  let plan: StrategyPlan;

  before(async () => {
    const names = await Promise.all(
      ['models', 'services'].map(async (folder) =>
        (await readdir(path.join(root, folder))).map((name) => path.join(root, folder, name)),
      ),
    );
    const catalog = await workspace.scan(names.flat());
    const scope = { collection: null, budget: 10, counts: () => true };
    strategies = done(planStrategies(catalog, null, scope));
    const unticked = new Set(doubtfulSteps(strategies));
    plan = { strategies, where: null, sampled: 0, unticked, root, unplaced: 0, applied: null };
  });

  const part = (title: string) => strategyView(plan).collections.find((one) => one.title === title)!;
  const acts = (title: string) =>
    part(title).steps.map(({ act, name, ticked }) => `${act.words} ${name} ${String(ticked)}`);

  it('adds the two indexes that the webhook needs, with the queries that they serve', () => {
    assert.deepEqual(acts('CompanyIntegration').sort(), [
      'Add facebookChatId_1 true',
      'Add instagramChatId_1 true',
      'Keep companyId_1 null',
    ]);
    const added = part('CompanyIntegration').steps.find(({ name }) => name === 'facebookChatId_1')!;
    assert.deepEqual(
      added.queries.map(({ place, words }) => `${place} ${words}`),
      ['services/webhook.js:6 findOne by facebookChatId'],
    );
    assert.equal(siteOf(plan, added.queries[0]!.id)?.operation, 'findOne');
  });

  it('removes a prefix by itself, and leaves to the user what no query here needs', () => {
    const appointment = acts('Appointment');
    assert.ok(appointment.includes('Remove companyId_1_locationId_1_start_1 true'), appointment.join('\n'));
    assert.ok(appointment.includes('Remove companyId_1_googleCalendarEventId_1 false'));
    const [step] = stepsOf(plan, part('Appointment').steps.find(({ act }) => act.words === 'Remove')!.id);
    assert.equal(step?.act, 'remove');
    assert.equal(part('Appointment').ticked, 'some');
  });

  it('is written into the models', async () => {
    const asked = strategies.flatMap((one) => changesOf(one, chosenSteps(plan, one)));
    const edit = await workspace.editIndexes(asked);
    const files = Object.fromEntries(
      await Promise.all(
        edit.files.map(async ({ file }) => [path.basename(file), await readFile(file, 'utf8')] as const),
      ),
    );
    const after = edited(files, edit);
    for (const name of ['facebookChatId', 'instagramChatId'])
      assert.ok(
        after['CompanyIntegration.js']?.includes(`companyIntegrationSchema.index({ ${name}: 1 });\n`),
      );
    const lines = after['Appointment.js']?.split('\n') ?? [];
    assert.ok(!lines.includes('appointmentSchema.index({ companyId: 1, locationId: 1, start: 1 });'));
    assert.ok(
      lines.includes('appointmentSchema.index({ companyId: 1, locationId: 1, start: 1, status: 1 });'),
    );
  });

  it('counts what is ticked, and plans one collection alone', () => {
    const { headline, notes } = strategyView(plan);
    assert.equal(headline.words, '3 to add, 2 to extend, 1 to remove: 25 indexes instead of 23');
    assert.match(notes[1] ?? '', /^No query of this code needs 10 more indexes: not ticked/);
    const none = new Set(strategies.flatMap(({ strategy }) => strategy.steps));
    assert.equal(strategyView({ ...plan, unticked: none }).headline.words, 'Nothing is ticked');
    const one = { ...plan, strategies: strategies.filter(({ collection }) => collection === 'contacts') };
    assert.equal(strategyView(one).title, 'Index Strategy of contacts');
  });
});
