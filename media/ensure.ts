import './panel.css';
import './words.css';
import './ensure.css';

import { ensureDrawing } from './ensure-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(ensureDrawing);
