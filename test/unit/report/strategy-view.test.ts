import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../../../src/model/catalog.js';
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
  untickedAfter,
  type StrategyPlan,
} from '../../../src/report/strategy-view.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { edited } from '../source/edited-files.js';

const root = path.join(import.meta.dirname, '../../../examples/petbuddy');

describe("the strategy of the seed's application", () => {
  const workspace = new Workspace();
  let strategies: readonly CollectionStrategy[];
  let plan: StrategyPlan;
  let catalog: Catalog;

  before(async () => {
    const names = await Promise.all(
      ['models', 'services'].map(async (folder) =>
        (await readdir(path.join(root, folder))).map((name) => path.join(root, folder, name)),
      ),
    );
    catalog = await workspace.scan(names.flat());
    const scope = { collection: null, budget: 10, counts: () => true };
    strategies = done(planStrategies(catalog, null, scope));
    const unticked = new Set(doubtfulSteps(strategies));
    plan = {
      ...{ strategies, where: null, sampled: 0, measurable: false },
      ...{ unticked, root, unplaced: 0, applied: null },
    };
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

  it('says what was measured, of the whole and of each query', () => {
    const measuredOf = (one: CollectionStrategy): CollectionStrategy => ({
      ...one,
      measured: {
        queries: one.sites.map((site) => ({ sites: [site], now: 20_000, after: 12, each: 12 })),
        ...{ indexesOfEach: 3, documents: 20_000, of: 1_204_331, isOtherSet: false, left: 1 },
      },
    });
    const shown = { ...plan, strategies: strategies.map(measuredOf), measurable: true };
    const view = strategyView(shown);
    const part = view.collections.find(({ title }) => title === 'CompanyIntegration')!;
    assert.deepEqual(
      part.notes.map(({ tone, words }) => `${tone} ${words}`),
      [
        'good Measured on a copy of 20,000 of 1,204,331 documents: 2 queries examine 24 keys and documents, instead of 40,000 by what is defined or live now, and 24 by one index for each query.',
        'calm Not run: 1 query whose filter is known only when the program runs.',
      ],
    );
    const [query] = part.steps.flatMap(({ queries }) => queries);
    assert.equal(query?.examined, '12 keys and documents examined, now 20,000');
    assert.match(view.notes[0] ?? '', /^The server ran the queries on a copy/);
    const [again] = view.buttons.filter(({ type }) => type === 'measure');
    assert.equal(again?.enabled, false);
  });

  it('keeps the ticks of steps that a newer plan has as well', () => {
    const newer = strategies.map((one) => ({
      ...one,
      strategy: { ...one.strategy, steps: one.strategy.steps.map((step) => ({ ...step })) },
    }));
    const ticksOf = (unticked: StrategyPlan['unticked'], all: readonly CollectionStrategy[]) =>
      all.flatMap(({ strategy }) => strategy.steps.map((step) => unticked.has(step)));
    const [added] = strategies.flatMap(({ strategy }) => strategy.steps.filter(({ act }) => act === 'add'));
    const chosen = new Set([added!]);
    const after = untickedAfter({ ...plan, unticked: chosen }, newer);
    assert.deepEqual(ticksOf(after, newer), ticksOf(chosen, strategies));
    // A collection that was not planned before has what is in doubt.
    const fresh = untickedAfter({ ...plan, strategies: [], unticked: chosen }, newer);
    assert.deepEqual(ticksOf(fresh, newer), ticksOf(plan.unticked, strategies));
  });

  it('keeps what was measured and has been written, as long as the same is asked', () => {
    const scope = { collection: 'contacts', budget: 10, counts: () => true };
    const [planned] = done(planStrategies(catalog, null, scope));
    const kept = planned!.strategy.steps.filter(({ act }) => act === 'keep').map(({ index }) => index.name);
    assert.ok(kept.length < planned!.strategy.steps.length);
    // As if measured: of what is planned, only what is there is wanted.
    const wanted = {
      ...planned!.strategy,
      steps: planned!.strategy.steps.filter(({ act }) => act === 'keep'),
    };
    const acts = (measured: readonly CollectionStrategy[]) =>
      done(planStrategies(catalog, null, scope, measured))[0]!.strategy.steps.map(({ act }) => act);
    const settled = acts([{ ...planned!, strategy: wanted }]);
    assert.ok(!settled.includes('add') && !settled.includes('extend'), settled.join());
    // Other queries were asked when it was measured.
    assert.deepEqual(acts([{ ...planned!, strategy: wanted, sites: [] }]), acts([]));
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
