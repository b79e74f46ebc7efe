import type { IndexOptions, KeyPattern } from '../model/index-specification.js';
import { shellValue } from './shell-text.js';

/** `{companyId: 1, social.facebookId: 1}` */
export function keyText(key: KeyPattern): string {
  const pairs = key.map(([path, direction]) => `${path}: ${directionText(direction)}`);
  return `{${pairs.join(', ')}}`;
}

function directionText(direction: KeyPattern[number][1]): string {
  return typeof direction === 'string' ? JSON.stringify(direction) : String(direction);
}

/** `unique, expireAfterSeconds: 3600`; empty where there are none. */
export function optionsText(options: IndexOptions): string {
  return Object.entries(options)
    .map(([name, value]) => (value === true ? name : `${name}: ${shellValue(value)}`))
    .join(', ');
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** The first few of a list: `a, b, c and 195 more`. */
export function some(names: readonly string[], most = 6): string {
  const rest = names.length - most;
  return rest > 1 ? `${names.slice(0, most).join(', ')} and ${number(rest)} more` : names.join(', ');
}
