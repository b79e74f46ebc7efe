import { number } from './element.js';

/** From a box up to the one that takes its rows, in pixels. */
export interface Link {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  /** Null: not run. */
  readonly rows: number | null;
}

const namespace = 'http://www.w3.org/2000/svg';

/** Lines from inputs to what takes them, the wider the more rows, with their number. */
export function drawLinks(svg: SVGSVGElement, links: readonly Link[], width: number, height: number): void {
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  svg.replaceChildren(...links.flatMap((link) => [pathOf(link), ...labelOf(link)]));
}

function pathOf({ fromX, fromY, toX, toY, rows }: Link): SVGPathElement {
  const path = document.createElementNS(namespace, 'path');
  const middle = (fromY + toY) / 2;
  path.setAttribute('d', `M${fromX} ${fromY}C${fromX} ${middle} ${toX} ${middle} ${toX} ${toY}`);
  path.setAttribute('stroke-width', String(widthOf(rows)));
  path.setAttribute('class', rows === 0 ? 'link none' : 'link');
  return path;
}

/** Each ten times as many rows make it wider by the same. */
function widthOf(rows: number | null): number {
  return rows === null ? 2 : 1.5 + 2.2 * Math.log10(rows + 1);
}

function labelOf({ fromX, fromY, toX, rows }: Link): readonly SVGTextElement[] {
  if (rows === null) return [];
  const text = document.createElementNS(namespace, 'text');
  // Beside the end at its input, where no other line passes.
  const side = toX > fromX ? -1 : 1;
  text.setAttribute('x', String(fromX + side * (widthOf(rows) / 2 + 5)));
  text.setAttribute('text-anchor', side < 0 ? 'end' : 'start');
  text.setAttribute('y', String(fromY - 7));
  text.textContent = `${number(rows)} ${rows === 1 ? 'row' : 'rows'}`;
  return [text];
}
