import { DriverCollection } from './driver-collection.js';
import type { Findings } from './findings.js';
import {
  nativeFunction,
  ObjectValue,
  primitive,
  stringOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from './values.js';

// mongosh: its `db`, and the functions that make BSON values there. Scripts and `.mongodb.js` playgrounds have them.

/** Methods of a database; any other name is a collection of it. */
const ofDatabase = new Set([
  ...['runCommand', 'adminCommand', 'createCollection', 'createView', 'dropDatabase', 'getName', 'stats'],
  ...['getCollectionNames', 'getCollectionInfos', 'getMongo', 'getUsers', 'createUser', 'dropUser', 'auth'],
  ...['setProfilingLevel', 'getProfilingStatus', 'currentOp', 'killOp', 'serverStatus', 'hello', 'version'],
  ...['hostInfo', 'watch', 'fsyncLock', 'fsyncUnlock', 'listCommands', 'printCollectionStats', 'isMaster'],
]);

/** A name that no code declares; null: the shell has none of that name. */
export function shellGlobal(findings: Findings, name: string): Value | null {
  if (name === 'db') return databaseOf(findings);
  if (name === 'use') return nativeFunction(name, () => undefinedValue);
  const make = Object.hasOwn(values, name) ? values[name] : undefined;
  return make ? { kind: 'native', name, call: make, construct: make } : null;
}

function databaseOf(findings: Findings): Native {
  return {
    kind: 'native',
    name: 'db',
    get: (key) => {
      if (key === 'getCollection')
        return nativeFunction(
          key,
          ({ args: [name] }) => new DriverCollection(findings, stringOf(name), 'shell'),
        );
      if (key === 'collection')
        return nativeFunction(key, ({ args: [name] }) => new DriverCollection(findings, stringOf(name)));
      if (key === 'getSiblingDB') return nativeFunction(key, () => databaseOf(findings));
      if (ofDatabase.has(key))
        return nativeFunction(key, ({ spot, text }) => unknown('it comes from the server', spot, text));
      return new DriverCollection(findings, key, 'shell');
    },
  };
}

/** `{ [key]: text }` of the first argument, as Extended JSON. */
const extended =
  (key: string) =>
  (call: Call): Value => {
    const [given] = call.args;
    if (given?.kind !== 'primitive') return unknown('it is known only at run time', call.spot, call.text);
    const object = new ObjectValue(call.spot);
    const value = primitive(String(given.value));
    object.put(key, { value, spot: call.spot, conditions: null });
    return object;
  };

const values: Readonly<Record<string, (call: Call) => Value>> = {
  ObjectId: extended('$oid'),
  ObjectID: extended('$oid'),
  ISODate: (call) => {
    const [given] = call.args;
    const time = given?.kind === 'primitive' ? new Date(String(given.value)) : null;
    return time && !Number.isNaN(time.getTime())
      ? extended('$date')({ ...call, args: [primitive(time.toISOString())] })
      : unknown('a new date is known only at run time', call.spot, call.text);
  },
  NumberLong: extended('$numberLong'),
  Long: extended('$numberLong'),
  NumberInt: (call) => numberOf(call),
  Int32: (call) => numberOf(call),
  Double: (call) => numberOf(call),
  NumberDecimal: extended('$numberDecimal'),
  Decimal128: extended('$numberDecimal'),
  UUID: extended('$uuid'),
};

function numberOf({ args: [given], spot, text }: Call): Value {
  return given?.kind === 'primitive'
    ? primitive(Number(given.value))
    : unknown('it is known only at run time', spot, text);
}
