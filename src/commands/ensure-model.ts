import * as vscode from 'vscode';

import type { Log } from '../host/log.js';
import { counted } from '../report/index-words.js';
import { ensureIndexes } from './ensure.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';
import type { ShownEnsures } from './shown-ensures.js';

/** Ensures one model's collection; called from the palette it asks which. */
export async function ensureModel(
  server: LiveServer,
  shown: ShownEnsures,
  log: Log,
  collection?: string,
): Promise<void> {
  const chosen = collection ?? (await pickCollection(server));
  if (chosen !== undefined)
    await ensureIndexes(server, shown, log, { kind: 'collection', collection: chosen });
}

async function pickCollection(server: LiveServer): Promise<string | undefined> {
  const comparison = await refresh(server);
  const items = (comparison?.collections ?? [])
    .filter(({ models }) => models.length > 0)
    .map(({ collection, models, indexes }) => {
      const missing = indexes.filter(({ status }) => status === 'missing').length;
      const detail = missing > 0 ? `${counted(missing, 'index')} missing` : 'nothing missing';
      return { label: models.join(', '), description: `${collection} · ${detail}`, collection, missing };
    })
    .toSorted((a, b) => b.missing - a.missing);
  const item = await vscode.window.showQuickPick(items, {
    title: 'Ensure Indexes of a Model',
    placeHolder: 'Which model’s indexes shall be created?',
    matchOnDescription: true,
  });
  return item?.collection;
}
