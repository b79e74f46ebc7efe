import './panel.css';
import './words.css';
import './ensure.css';
import './strategy.css';

import type { StrategyView } from '../src/model/strategy-view.js';
import { readView } from '../src/model/panel-messages.js';
import { strategyDrawing } from './strategy-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(readView<StrategyView>, strategyDrawing);
