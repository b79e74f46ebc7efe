/** Tells the holes of one query apart: the ends of a range have one path and two texts. */
export function holeId(path: string, text: string): string {
  return `${path} = ${text}`;
}
