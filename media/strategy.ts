import './panel.css';
import './words.css';
import './ensure.css';
import './strategy.css';

import { strategyDrawing } from './strategy-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(strategyDrawing);
