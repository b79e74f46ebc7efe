import * as vscode from 'vscode';

import { ensureAsks, type EnsureAskType, type EnsureView } from '../model/ensure-view.js';
import { ViewPanel } from './view-panel.js';

/** One panel with the plan of an ensure. */
export class EnsurePanel extends ViewPanel<EnsureView, EnsureAskType> {
  constructor(extension: vscode.Uri) {
    super(extension, {
      name: 'ensure',
      title: 'Ensure Indexes',
      column: vscode.ViewColumn.Active,
      preserveFocus: false,
      asks: ensureAsks,
    });
  }
}
