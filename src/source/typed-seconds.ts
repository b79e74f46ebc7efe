import ms, { type StringValue } from 'ms';

/** MongoDB's manual, "TTL Indexes": expireAfterSeconds is between 0 and 2147483647. */
const most = 2_147_483_647;

/**
 * Seconds that somebody typed: a number of them, or a time as Mongoose's `expires` takes it (`30d`, `12 hours`).
 * Null: no whole number of seconds that a TTL index takes.
 */
export function typedSeconds(text: string): number | null {
  const typed = text.trim();
  const milliseconds: unknown = /^\d+$/.test(typed) ? Number(typed) * 1000 : ms(typed as StringValue);
  const seconds = typeof milliseconds === 'number' ? milliseconds / 1000 : Number.NaN;
  return Number.isInteger(seconds) && seconds >= 0 && seconds <= most ? seconds : null;
}
