import { hierarchy, tree } from 'd3-hierarchy';

/** A box of the drawing, in pixels, and the boxes below it that are to be seen. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly inputs: readonly Box[];
}

interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** The left upper corner of each box. */
  readonly places: ReadonlyMap<Box, Placed>;
  readonly width: number;
  readonly height: number;
}

const gapX = 14;
/** Room for a link and its number. */
const gapY = 32;

/** The result at the top, what it is made of below; boxes of one level share a line. */
export function layoutOf(root: Box): Layout {
  const top = hierarchy<Box>(root, ({ inputs }) => [...inputs]);
  const widest = Math.max(...top.descendants().map(({ data }) => data.width));
  const heights: number[] = [];
  for (const { depth, data } of top.descendants())
    heights[depth] = Math.max(heights[depth] ?? 0, data.height);
  const tops = heights.map((_, depth) =>
    heights.slice(0, depth).reduce((sum, height) => sum + height + gapY, 0),
  );
  const nodes = tree<Box>()
    .nodeSize([widest + gapX, 1])
    .separation(() => 1)(top)
    .descendants();
  const left = Math.min(...nodes.map(({ x }) => x));
  const right = Math.max(...nodes.map(({ x }) => x));
  const places = new Map(nodes.map(({ data, x, depth }) => [data, { x: x - left, y: tops[depth] ?? 0 }]));
  return {
    places,
    width: right - left + widest,
    height: heights.reduce((sum, height) => sum + height + gapY, -gapY),
  };
}
