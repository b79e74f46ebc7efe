import './panel.css';
import './words.css';
import './details.css';

import type { DetailsView } from '../src/model/details-view.js';
import { readView } from '../src/model/panel-messages.js';
import { detailsDrawing } from './details-drawing.js';
import { drawViews } from './view-panel.js';

drawViews(readView<DetailsView>, detailsDrawing);
