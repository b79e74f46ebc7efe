import * as vscode from 'vscode';

import { workspaceRoot } from '../host/conversions.js';
import type { ReportDocuments } from '../host/report-documents.js';
import type { Comparison, IndexStatus } from '../model/comparison.js';
import { checkText } from '../report/check-text.js';
import { counted } from '../report/index-words.js';
import { plainPaint } from '../report/paint.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';

/** What asks for a look, in the order of its weight. */
const attention: readonly IndexStatus[] = ['missing', 'different', 'building', 'extra'];

/** Reads the server, says in one sentence what was found, and offers the report. */
export async function check(server: LiveServer, documents: ReportDocuments): Promise<void> {
  const comparison = await refresh(server);
  if (!comparison) return;
  const show = 'Show Report';
  const found = attention.some((status) => comparison.summary[status] > 0);
  const tell = found ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void tell(sentence(comparison), show).then(async (answer) => {
    if (answer === show)
      await documents.show(`Indexes of ${comparison.database}`, reportOf(comparison, server));
  });
}

/** As the command line prints it with `--all`, without its commands. */
function reportOf(comparison: Comparison, server: LiveServer): string {
  const address = server.connection?.address ?? '';
  return checkText(comparison, {
    root: workspaceRoot(),
    address,
    all: true,
    commands: false,
    paint: plainPaint,
  });
}

function sentence({ database, summary }: Comparison): string {
  const counts = attention.flatMap((status) => (summary[status] > 0 ? [`${summary[status]} ${status}`] : []));
  const applied = `${counted(summary.applied, 'index')} applied`;
  return counts.length === 0
    ? `${database}: all is well, ${applied}.`
    : `${database}: ${counts.join(', ')}; ${applied}.`;
}
