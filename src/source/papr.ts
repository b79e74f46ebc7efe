import { DriverCollection } from './driver-collection.js';
import type { Findings } from './findings.js';
import { PackageValue } from './mongoose/packages.js';
import { nativeFunction, stringOf, unknown, type Native } from './values.js';

/** The package `papr`: its models define no index; they are asked as the driver's collections are. */
export function papr(findings: Findings): Native {
  const unread = new PackageValue('papr');
  const model = nativeFunction('model', ({ args: [name] }) => {
    const collection = new DriverCollection(findings, stringOf(name));
    return {
      kind: 'native',
      name: 'model',
      get: (key) => (key === 'collection' ? collection : collection.get(key)),
    };
  });
  const instance: Native = {
    kind: 'native',
    name: 'papr',
    get: (key) =>
      key === 'model'
        ? model
        : nativeFunction(key, ({ spot, text }) => unknown('it comes from the server', spot, text)),
  };
  const papr: Native = { kind: 'native', name: 'Papr', construct: () => instance };
  return {
    kind: 'native',
    name: 'papr',
    get: (key) => (key === 'default' || key === 'Papr' ? papr : unread.get(key)),
    construct: () => instance,
  };
}
