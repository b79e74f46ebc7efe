import './panel.css';
import './words.css';
import './details.css';

import { detailsDrawing } from './details-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(detailsDrawing);
