import type { QueryState, Step, Steps } from './query-state.js';
import { arrayOf, objectOf } from './query-writing.js';
import {
  ArrayValue,
  ObjectValue,
  property,
  stringOf,
  truthOf,
  undefinedValue,
  type Call,
  type Value,
} from './values.js';

// Mongoose's chains over places: `where('at').within().circle({ … })`; see `lib/mquery.js` of the package mquery.

const pathOf = (state: QueryState): Value => state.path ?? undefinedValue;

function within(state: QueryState, path: Value, shape: Value, call: Call): void {
  state.addOperator(path, state.comparison ?? '$geoWithin', shape, call);
}

const box: Step = (state, call) => {
  const { args } = call;
  const [first = undefinedValue] = args;
  if (first instanceof ObjectValue) {
    const corners = arrayOf([property(first, 'll'), property(first, 'ur')], call);
    within(state, pathOf(state), objectOf(call.spot, [['$box', corners]]), call);
    return undefined;
  }
  const [path, corners] = args.length === 3 ? [first, args.slice(1)] : [pathOf(state), args];
  within(state, path, objectOf(call.spot, [['$box', arrayOf(corners, call)]]), call);
  return undefined;
};

const polygon: Step = (state, call) => {
  const [first = undefinedValue] = call.args;
  const isPathGiven = stringOf(first) !== null;
  const points = isPathGiven ? call.args.slice(1) : call.args;
  const shape = objectOf(call.spot, [['$polygon', arrayOf(points, call)]]);
  within(state, isPathGiven ? first : pathOf(state), shape, call);
  return undefined;
};

const circle =
  (isSphere: boolean): Step =>
  (state, call) => {
    const [first = undefinedValue, second] = call.args;
    const [path, area] = second ? [first, second] : [pathOf(state), first];
    if (!(area instanceof ObjectValue)) {
      within(state, path, area, call);
      return undefined;
    }
    const isSpherical = isSphere || truthOf(property(area, 'spherical')) === true;
    const shape = objectOf(call.spot, [
      [
        isSpherical ? '$centerSphere' : '$center',
        arrayOf([property(area, 'center'), property(area, 'radius')], call),
      ],
    ]);
    within(state, path, shape, call);
    return undefined;
  };

const geometry: Step = (state, call) => {
  const [area = undefinedValue] = call.args;
  within(state, pathOf(state), objectOf(call.spot, [['$geometry', area]]), call);
  return undefined;
};

const areaIn =
  (comparison: string): Step =>
  (state, call, wrap) => {
    state.comparison = comparison;
    const { args } = call;
    const [area] = args;
    if (args.length === 2) return box(state, call, wrap);
    if (args.length > 2) return polygon(state, call, wrap);
    if (!(area instanceof ObjectValue)) return undefined;
    const list = (key: string): Call => {
      const value = property(area, key);
      return { ...call, args: value instanceof ArrayValue ? value.items : [value] };
    };
    if (area.entries.has('center')) return circle(false)(state, call, wrap);
    if (area.entries.has('box')) return box(state, list('box'), wrap);
    if (area.entries.has('polygon')) return polygon(state, list('polygon'), wrap);
    return geometry(state, call, wrap);
  };

/** `near({ center, maxDistance, spherical })`, `near(x, y)`, `near([x, y])`, each with a path before it or not. */
const near =
  (isSphere: boolean): Step =>
  (state, call) => {
    state.comparison = '$near';
    state.isSpherical ||= isSphere;
    const [first = undefinedValue] = call.args;
    const isPathGiven = stringOf(first) !== null;
    const path = isPathGiven ? first : pathOf(state);
    const values = isPathGiven ? call.args.slice(1) : call.args;
    const [value] = values;
    if (!value) return undefined;
    const area = value instanceof ObjectValue ? value : null;
    const sphericalSaid = area?.entries.get('spherical')?.value;
    const isSpherical =
      sphericalSaid?.kind === 'primitive' && typeof sphericalSaid.value === 'boolean'
        ? sphericalSaid.value
        : state.isSpherical;
    const operator = isSpherical ? '$nearSphere' : '$near';
    const point = values.length === 2 ? arrayOf(values, call) : value;
    const center = area ? property(area, 'center') : point;
    const limits = ['maxDistance', 'minDistance'].flatMap((name) => {
      const limit = area?.entries.get(name)?.value;
      return limit ? [[`$${name}`, limit] as const] : [];
    });
    if (center instanceof ObjectValue) {
      const shape = objectOf(call.spot, [['$geometry', center], ...limits]);
      state.addOperator(path, operator, shape, call);
    } else {
      state.addOperator(path, operator, center, call);
      for (const [name, limit] of limits) state.addOperator(path, name, limit, call);
    }
    return undefined;
  };

export const geoSteps: Steps = {
  within: areaIn('$geoWithin'),
  intersects: areaIn('$geoIntersects'),
  near: near(false),
  nearSphere: near(true),
  box,
  polygon,
  circle: circle(false),
  center: circle(false),
  centerSphere: circle(true),
  geometry,
};
