/** `100,000`; written out, because `Intl` depends on how the host was built. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 document`, `1,000 documents`, `no document`. */
export function count(value: number, noun: string): string {
  if (value === 0) return `no ${noun}`;
  return `${thousands(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** `10 KB`, `3.2 MB`; a KB is 1,024 bytes, as the server counts its limits. */
export function bytes(value: number): string {
  const [unit, size] =
    value >= 2 ** 30 ? ['GB', 2 ** 30] : value >= 2 ** 20 ? ['MB', 2 ** 20] : ['KB', 2 ** 10];
  if (value < 2 ** 10) return count(value, 'byte');
  const scaled = value / size;
  return `${scaled >= 10 ? thousands(Math.round(scaled)) : String(Number(scaled.toFixed(1)))} ${unit}`;
}

export function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}
