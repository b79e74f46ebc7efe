/** `100,000`; written out, because `Intl` depends on how the host was built. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 document`, `1,000 documents`, `no document`. */
export function count(value: number, noun: string): string {
  if (value === 0) return `no ${noun}`;
  return `${thousands(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `10 KB`, `3.2 MB`; powers of ten, as people count. */
export function bytes(value: number): string {
  const [unit, size] = value >= 1e9 ? ['GB', 1e9] : value >= 1e6 ? ['MB', 1e6] : ['KB', 1e3];
  if (value < 1e3) return count(value, 'byte');
  const scaled = value / size;
  return `${scaled >= 10 ? thousands(Math.round(scaled)) : String(Number(scaled.toFixed(1)))} ${unit}`;
}

export function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
