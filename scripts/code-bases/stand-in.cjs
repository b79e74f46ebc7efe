'use strict';

/**
 * Something harmless in the place of what is not installed: it may be called, constructed, extended and read, and
 * answers with another of its kind. As a decorator or a wrapper it gives back what it was put on.
 */
function standIn(name, calls = 0) {
  const members = new Map();
  const target = function () {};
  const answer = (args) => {
    const [first, second] = args;
    const isWrapper = calls > 0 && args.length === 1 && typeof first === 'function' && /^class\b/.test(first);
    if (isWrapper) return first;
    const isDecorator =
      args.length > 1 && typeof first === 'object' && ['string', 'symbol'].includes(typeof second);
    return calls > 0 && isDecorator ? undefined : standIn(`${name.slice(0, 60)}()`, calls + 1);
  };
  return new Proxy(target, {
    get(_, key) {
      if (['then', 'catch', 'toJSON', 'instanceOfSchema', 'isMongoose'].includes(key)) return undefined;
      if (key === 'prototype') return target.prototype;
      if (key === 'name') return name;
      if (key === Symbol.toPrimitive) return () => name;
      if (key === Symbol.iterator) return function* () {};
      if (typeof key === 'symbol') return undefined;
      if (key === '__esModule') return true;
      if (!members.has(key)) members.set(key, standIn(`${name}.${key}`));
      return members.get(key);
    },
    set(_, key, value) {
      members.set(key, value);
      return true;
    },
    apply: (_target, _self, args) => answer(args),
    construct: (_target, args, newTarget) =>
      newTarget === undefined || newTarget.prototype === target.prototype
        ? standIn(`${name}()`, calls + 1)
        : Object.create(newTarget.prototype),
  });
}

module.exports = { standIn };
