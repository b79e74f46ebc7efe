import type { Place } from '../model/place.js';
import { rangeOf } from '../syntax/lines.js';
import type { Program } from './program.js';
import type { Spot } from './values.js';

/** A spot in lines and characters. */
export function placeOf(program: Program, { file, at }: Pick<Spot, 'file' | 'at'>): Place {
  return { file, range: rangeOf(program.layout(file).lines, at) };
}
