import type { Findings } from './findings.js';
import { takeArguments } from './query-arguments.js';
import { QueryCall, type QueryTarget } from './query-call.js';
import { step } from './query-chain.js';
import { isOperation } from './query-operations.js';
import { QueryState } from './query-state.js';
import {
  ArrayValue,
  nativeFunction,
  ObjectValue,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Spot,
} from './values.js';

/** A member of a model or a collection that asks a query; null: it is none. */
export function queryMethod(findings: Findings, target: QueryTarget, name: string): Native | null {
  const { api } = target;
  const found = (query: QueryCall): void => {
    findings.queries.push(query);
  };
  if (isOperation(api, name)) {
    return nativeFunction(name, (call) => {
      const state = new QueryState(api, name, call.spot, call.conditions);
      takeArguments(state, name, call, false);
      const query = new QueryCall(found, target, state, call);
      found(query);
      return query;
    });
  }
  if (api === 'mongoose' && (name === 'where' || name === '$where')) {
    return nativeFunction(name, (call) => {
      const state = new QueryState(api, 'find', call.spot, call.conditions);
      const query = new QueryCall(found, target, state, call);
      step(state, name, call, () => query);
      found(query);
      return query;
    });
  }
  if (name === 'bulkWrite') {
    return nativeFunction(name, (call) => {
      bulkWrite(findings, target, call, found);
      return unknown('it comes from the server', call.spot, call.text);
    });
  }
  return null;
}

/** Each write of a `bulkWrite` by a filter is a query of its own. */
function bulkWrite(
  findings: Findings,
  target: QueryTarget,
  call: Call,
  found: (query: QueryCall) => void,
): void {
  const [list = undefinedValue] = call.args;
  const miss = (reason: string, spot: Spot): void => {
    findings.missed.push({ text: call.text, reason, spot });
  };
  if (!(list instanceof ArrayValue)) {
    miss(list.kind === 'unknown' ? list.reason : 'its operations are no list', call.spot);
    return;
  }
  if (list.rest) miss(list.rest.reason, call.spot);
  for (const item of list.items) {
    if (!(item instanceof ObjectValue)) {
      miss(item.kind === 'unknown' ? item.reason : 'an operation is no object', call.spot);
      continue;
    }
    for (const [operation, { value, spot }] of item.entries) {
      if (!isOperation(target.api, operation) || !(value instanceof ObjectValue)) continue;
      const at = {
        ...call,
        spot: { ...spot, unit: call.spot.unit },
        nameSpot: { ...spot, unit: call.spot.unit },
      };
      const state = new QueryState(target.api, operation, at.spot, call.conditions);
      const filter = value.entries.get('filter')?.value ?? undefinedValue;
      takeArguments(state, operation, { ...at, args: [filter, undefinedValue, value] }, false);
      if (operation.startsWith('delete'))
        takeArguments(state, operation, { ...at, args: [undefinedValue, value] }, false);
      found(new QueryCall(found, target, state, at));
    }
  }
}
