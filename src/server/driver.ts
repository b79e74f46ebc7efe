import type * as mongodb from 'mongodb';

/** The driver's values. Types may be imported anywhere in this folder; this is the one place that loads the code. */
export type Driver = typeof mongodb;

/**
 * Loads the driver on first use (150 to 350 ms). In a CommonJS bundle the names of a dynamically imported
 * module may stand on `default` only.
 */
export async function loadDriver(): Promise<Driver> {
  const module = (await import('mongodb')) as Driver & { readonly default?: Driver };
  return 'MongoClient' in module ? module : (module as { readonly default: Driver }).default;
}
