/** The one part in which two texts differ: `before` from `start` to `oldEnd` became `after` up to `newEnd`. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** In characters: stretches are compared many times faster than characters. */
const stretch = 1024;

export function changeOf(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (
    start + stretch <= most &&
    before.slice(start, start + stretch) === after.slice(start, start + stretch)
  )
    start += stretch;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  const [oldEnd, newEnd] = [before.length, after.length];
  let kept = 0;
  while (
    kept + stretch <= most - start &&
    before.slice(oldEnd - kept - stretch, oldEnd - kept) ===
      after.slice(newEnd - kept - stretch, newEnd - kept)
  )
    kept += stretch;
  while (kept < most - start && before.charCodeAt(oldEnd - 1 - kept) === after.charCodeAt(newEnd - 1 - kept))
    kept += 1;
  return { start, oldEnd: oldEnd - kept, newEnd: newEnd - kept };
}
