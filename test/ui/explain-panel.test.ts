import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { BSON, MongoClient, type Document } from 'mongodb';
import type { Frame, Locator } from 'playwright-core';
import type { Json } from '../../src/model/json.js';
import type { ExplainView } from '../../src/model/explain-messages.js';
import { recordedView, viewOf } from './recorded-views.js';
import { screenshotFailures, Workbench } from './workbench.js';

// The explain panel of the real workbench, shown answers that servers gave: of a cluster and of other settings, too.

const root = path.join(import.meta.dirname, '..', '..');

describe('the explain panel', () => {
  let workbench: Workbench;
  let client: MongoClient;
  let frame: Frame;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
    uri.pathname = '/panel';
    client = await new MongoClient(uri.href).connect();
    const db = client.db();
    await db.dropDatabase();
    const cities = ['Rome', 'Oslo', 'Lima'];
    await db
      .collection('orders')
      .insertMany(
        Array.from({ length: 3_000 }, (_, n) => ({ customer: n % 500, status: n % 4, total: n % 97 })),
      );
    await db
      .collection('customers')
      .insertMany(Array.from({ length: 500 }, (_, n) => ({ number: n, city: cities[n % 3] })));
    await db
      .collection('contacts')
      .insertMany(
        Array.from({ length: 2_000 }, (_, n) => ({ companyId: n % 20, social: { facebookId: String(n) } })),
      );
    await db.collection('orders').createIndex({ status: 1, total: 1 });
    workbench = await Workbench.open({ viewport: { width: 1000, height: 1150 } });
    await workbench.connect(uri.href, /contacts/);
    await workbench.openFile('services/contacts.js', 5);
    await workbench.palette('Index Lens: Explain Selected Query');
    await workbench.webview().getByRole('heading', { name: 'Contact.findOne' }).waitFor();
    await workbench.command('workbench.action.closeSidebar');
    // The panel is left alone, and has the room.
    await workbench.inHost(async (vscode) => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      await vscode.window.tabGroups.close(tabs.filter((tab) => tab.input instanceof vscode.TabInputText));
    }, null);
    await workbench.webview().getByRole('heading', { name: 'Contact.findOne' }).waitFor();
    const body = await workbench.webview().locator('body').elementHandle();
    const owner = await body.ownerFrame();
    assert.ok(owner);
    frame = owner;
  });

  after(async () => {
    await workbench.close();
    await client.close();
  });

  const panel = () => workbench.webview();
  const tree = () => panel().getByRole('tree', { name: 'Plan', exact: true });
  const items = () => tree().getByRole('treeitem');
  /** An item is as large as its text, its card is what one sees of it. */
  const cards = () => tree().locator('.card');

  async function show(view: ExplainView): Promise<void> {
    const message = JSON.stringify({ type: 'explanation', view });
    await frame.evaluate(`window.postMessage(${message}, '*')`);
    await panel().getByText(view.explanation.assessment.headline).first().waitFor();
    await panel().locator('.canvas[style]').first().waitFor();
  }

  async function explained(query: Document, options: Document = {}): Promise<Json> {
    const answer = await client.db().command({ explain: query, verbosity: 'allPlansExecution', ...options });
    return BSON.EJSON.serialize(answer, { relaxed: true });
  }

  async function views(): Promise<Readonly<Record<string, ExplainView>>> {
    const lookupAndFacet = await explained({
      aggregate: 'orders',
      pipeline: [
        { $match: { status: 1 } },
        { $lookup: { from: 'customers', localField: 'customer', foreignField: 'number', as: 'who' } },
        {
          $facet: {
            cities: [{ $group: { _id: '$who.city', n: { $sum: 1 } } }],
            dearest: [{ $sort: { total: -1 } }, { $limit: 5 }],
          },
        },
      ],
      cursor: {},
    });
    const slow = { find: 'orders', filter: { $where: 'sleep(10) || true' } };
    return {
      bad: recordedView('misc--find-hidden-index-not-used', { model: 'Order', operation: 'find' }),
      after: recordedView('default--find-sort-by-index', { model: 'Order', operation: 'find' }),
      'lookup-facet': viewOf(lookupAndFacet, { model: 'Order', operation: 'aggregate' }),
      sharded: recordedView('mongos40--find-scatter-sort', { model: 'A', operation: 'find' }),
      write: recordedView('default--update-many-collscan', { model: 'Order', operation: 'updateMany' }),
      'time-out': viewOf(await explained(slow, { maxTimeMS: 1_500 }), { model: 'Order', operation: 'find' }),
    };
  }

  it('shows plans of every kind so that everyone can use them, in three themes', async function () {
    this.timeout(180_000);
    const all = await views();
    assert.equal(all['time-out']?.explanation.timedOut, true);
    for (const theme of ['light', 'high-contrast-dark', 'dark'] as const) {
      await workbench.setTheme(theme);
      for (const [name, view] of Object.entries(all)) {
        await show(view);
        assert.deepEqual(await workbench.webviewViolations(), [], `${name}, ${theme}`);
        await workbench.screenshot(`plan-${name}-${theme}`);
      }
    }
  });

  it('keys walk the tree, and the details follow', async () => {
    await show(recordedView('default--find-in-sort-merge-explode', { model: 'Order', operation: 'find' }));
    const details = panel().getByRole('region', { name: 'Details of the stage' });
    await items().first().focus();
    await details.getByRole('heading', { name: /^LIMIT/u }).waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await details.getByRole('heading', { name: /^FETCH/u }).waitFor();
    await workbench.page.keyboard.press('End');
    await details.getByText('status = "shipped"; total: any value').waitFor();
    assert.deepEqual(await attributes(items(), 'aria-level'), ['1', '2', '3', '4', '4', '4']);
    await workbench.page.keyboard.press('ArrowLeft');
    await details.getByRole('heading', { name: /^SORT_MERGE/u }).waitFor();
    await workbench.page.keyboard.press('ArrowLeft');
    assert.equal(await cards().filter({ visible: true }).count(), 3);
    await workbench.page.keyboard.press('ArrowRight');
    assert.equal(await cards().filter({ visible: true }).count(), 6);
  });

  it('boxes do not cover each other, and wider links carry more rows', async () => {
    await show(recordedView('default--agg-facet', { model: 'Order', operation: 'aggregate' }));
    const all = await cards().all();
    const boxes = (await Promise.all(all.map((card) => card.boundingBox()))).filter((box) => box !== null);
    assert.equal(boxes.length, 10);
    for (const [at, box] of boxes.entries()) {
      const covered = boxes
        .slice(at + 1)
        .filter(
          ({ x, y, width, height }) =>
            x < box.x + box.width && box.x < x + width && y < box.y + box.height && box.y < y + height,
        );
      assert.deepEqual(covered, []);
    }
    const widths = (await attributes(panel().locator('.canvas > svg path'), 'stroke-width')).map(Number);
    assert.equal(widths.length, 9);
    assert.ok(Math.max(...widths) > 4 * Math.min(...widths));
  });

  it('the raw answer is searched in place; rejected plans tell why they lost', async () => {
    await show(
      recordedView('default--find-ixscan-fetch-allPlansExecution', { model: 'Order', operation: 'find' }),
    );
    await panel().getByText('Rejected plans (2)').click();
    await panel()
      .getByText('In the trial it returned 45 documents in 221 steps, the winning plan 101.')
      .waitFor();
    await panel().getByText('Raw explain output', { exact: true }).click();
    await panel().getByRole('searchbox', { name: 'Search the raw output' }).fill('createdAt_1');
    await panel().getByText('2 lines').waitFor();
    const found = await panel().locator('pre.raw mark').allInnerTexts();
    assert.deepEqual(found, ['createdAt_1', 'createdAt_1']);
  });

  it('an answer leaves the focus, and what is being typed, where they are', async () => {
    const view = recordedView('default--find-ixscan-fetch', { model: 'Order', operation: 'find' });
    const hole = { id: 'a', text: 'who' };
    const value = {
      path: 'customerId',
      value: '42',
      from: 'sample',
      source: 'a document of orders',
      hole,
    } as const;
    await show({ ...view, values: [value] });
    const again = panel().getByRole('button', { name: 'Run Again' });
    await again.focus();
    const { y } = (await again.boundingBox()) ?? { y: 0 };
    await frame.evaluate(`window.postMessage({ type: 'busy', title: 'Order.find' }, '*')`);
    await panel().getByText('Explaining Order.find…').waitFor();
    assert.equal((await again.boundingBox())?.y, y);
    await show({ ...view, values: [value], title: 'Once more' });
    await panel().getByRole('heading', { name: 'Once more' }).waitFor();
    assert.equal(await frame.evaluate('document.activeElement.textContent'), 'Run Again');
    const field = panel().getByLabel('Value of customerId');
    await field.fill('4711');
    await show({ ...view, values: [value], title: 'And again' });
    await panel().getByRole('heading', { name: 'And again' }).waitFor();
    assert.equal(await field.inputValue(), '4711');
    assert.equal(await frame.evaluate('document.activeElement.value'), '4711');
  });

  it('text of a card can be selected', async () => {
    await show(recordedView('default--find-ixscan-fetch', { model: 'Order', operation: 'find' }));
    await panel().locator('.card .note').first().selectText();
    const selected = await frame.evaluate<string>('document.getSelection().toString()');
    assert.equal(selected, 'customerId = 42; createdAt: any value');
  });

  it('has less than 150 KB of script', async () => {
    const { size } = await stat(path.join(root, 'dist', 'media', 'explain.js'));
    assert.ok(size < 150 * 1024, `${size} bytes`);
  });
});

async function attributes(found: Locator, name: string): Promise<readonly (string | null)[]> {
  const all = await found.all();
  return Promise.all(all.map((each) => each.getAttribute(name)));
}
