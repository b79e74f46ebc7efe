import { fromServer } from './conditions.js';
import { DriverCollection } from './driver-collection.js';
import type { Findings } from './findings.js';
import { creating, looksLikeQuery } from './query-operations.js';
import { stringOf, unknown, type Call, type Unknown, type Value } from './values.js';

/** What people ask the server before they create an index. */
const asking = new Set(['listCollections', 'listIndexes', 'indexExists', 'indexInformation']);

/**
 * What a call on something unknown is by its name: `db.collection('x')` is a collection of the driver whatever `db` is;
 * an index created on it counts, on a collection that is not known. Null: the name tells nothing.
 */
export function nameByUse(
  findings: Findings,
  target: Unknown,
  call: Call,
  name: string | null,
): Value | null {
  const [first] = call.args;
  if (name === 'collection') return new DriverCollection(findings, stringOf(first));
  if (name !== null && asking.has(name)) return unknown(fromServer, call.spot, call.text);
  // Of MongoDB no index is made by a callback.
  if (name !== null && creating.has(name) && first && first.kind !== 'function') {
    return memberCall(new DriverCollection(findings, null), name, call);
  }
  if (name !== null && looksLikeQuery(name) && first?.kind !== 'function') {
    findings.missed.push({ text: call.text, reason: target.reason, spot: call.spot });
  }
  return null;
}

function memberCall(collection: DriverCollection, name: string, call: Call): Value | null {
  const method = collection.get(name);
  return method.kind === 'native' && method.call ? method.call(call) : null;
}
