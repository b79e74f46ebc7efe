import './panel.css';
import './words.css';
import './ensure.css';

import type { EnsureView } from '../src/model/ensure-view.js';
import { readView } from '../src/model/panel-messages.js';
import { ensureDrawing } from './ensure-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(readView<EnsureView>, ensureDrawing);
