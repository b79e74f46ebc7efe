import * as vscode from 'vscode';

import { strategyAsks, type StrategyAskType, type StrategyView } from '../model/strategy-view.js';
import { ViewPanel } from './view-panel.js';

/** One panel with the strategy of one collection, or of all. */
export class StrategyPanel extends ViewPanel<StrategyView, StrategyAskType> {
  constructor(extension: vscode.Uri) {
    super(extension, {
      name: 'strategy',
      title: 'Index Strategy',
      column: vscode.ViewColumn.Active,
      preserveFocus: false,
      asks: strategyAsks,
    });
  }
}
