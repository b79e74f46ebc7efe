import { fromServer } from './conditions.js';
import { DriverCollection } from './driver-collection.js';
import type { Findings } from './findings.js';
import { creating, looksLikeQuery } from './query-operations.js';
import { queryMethod } from './query-receiver.js';
import { stringOf, unknown, type Call, type Unknown, type Value } from './values.js';

/** What people ask the server before they create an index. */
const asking = new Set(['listCollections', 'listIndexes', 'indexExists', 'indexInformation']);

/** `models.User.find`, `context.models.User.find`: an object of models is handed on by that name. */
const heldModel = /(?:^|\.)models\.([\w$]+)\.[\w$]+$/;

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
  const held = heldModel.exec(target.text)?.[1];
  if (name !== null && held !== undefined && first?.kind !== 'function') {
    const of = { api: 'mongoose', model: null, collection: null, schema: null, heldAs: held } as const;
    const method = queryMethod(findings, of, name);
    if (method?.call) return method.call(call);
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
