import assert from 'node:assert/strict';
import vm from 'node:vm';
import fc from 'fast-check';
import { Evaluator } from '../../../src/source/evaluator.js';
import { globalOf } from '../../../src/source/globals.js';
import { Scope } from '../../../src/source/scope.js';
import { declareFunctions, execute } from '../../../src/source/statements.js';
import { newUnit } from '../../../src/source/units.js';
import { undefinedValue, unknown, type Value } from '../../../src/source/values.js';
import { parse } from '../../../src/syntax/parse.js';
import { pureProgram } from './pure-programs.js';

const runs = Number(process.env.INDEX_LENS_ORACLE_RUNS ?? 400);
const seed = Number(process.env.INDEX_LENS_ORACLE_SEED ?? 5);

describe('the evaluator against the language', function () {
  this.timeout(600_000);

  it('knows nothing that is not so', () => {
    const counts = { programs: 0, known: 0, values: 0, knownValues: 0 };
    fc.assert(
      fc.property(pureProgram, (text) => {
        const outcomes = [false, true, 0, 2, 'x'].flatMap((u) => real(text, u));
        if (outcomes.length < 5) return;
        const read = ours(text);
        counts.programs += 1;
        if (read === notKnown) return;
        counts.known += 1;
        for (const outcome of outcomes) {
          const [a, b] = [read, outcome] as [unknown[], unknown[]];
          assert.equal(a.length, b.length, `${text}\n${JSON.stringify(a)}\n${JSON.stringify(b)}`);
          for (const [position, value] of a.entries()) {
            if (outcome === outcomes[0]) counts.values += 1;
            if (value === notKnown) continue;
            if (outcome === outcomes[0]) counts.knownValues += 1;
            assert.deepEqual(strip(value, b[position]), b[position], text);
          }
        }
      }),
      { numRuns: runs, seed },
    );
    if (process.env.INDEX_LENS_ORACLE_SHOW) console.log(counts);
    assert.ok(counts.programs > runs / 2, `only ${counts.programs} of ${runs} programs ran`);
    assert.ok(counts.knownValues > counts.programs * 2, JSON.stringify(counts));
  });
});

const notKnown = Symbol('not known');

/** What the language makes of a program; nothing where it throws. */
function real(text: string, u: unknown): unknown[] {
  try {
    const code = `${text}\nJSON.stringify(result, (key, value) => (value === undefined ? 'undefined!' : typeof value === 'number' && !Number.isFinite(value) ? String(value) : Object.is(value, -0) ? 0 : value))`;
    return [JSON.parse(vm.runInNewContext(code, { u, structuredClone }, { timeout: 500 }) as string)];
  } catch {
    return [];
  }
}

function ours(text: string): unknown {
  const evaluator = new Evaluator({
    load: (_, __, spot) => unknown('no modules', spot),
    global: globalOf,
    callOfUnknown: () => null,
    memberOfUnknown: () => null,
  });
  const unit = newUnit('/a.js');
  const scope = new Scope('/a.js', unit, null, undefinedValue);
  const { statements } = parse(text, 'js');
  const isDone = evaluator.isolated(unit, () => {
    declareFunctions(evaluator, statements, scope);
    execute(evaluator, statements, scope);
  });
  return isDone ? plain(scope.find('result')?.value ?? undefinedValue) : notKnown;
}

function plain(value: Value): unknown {
  switch (value.kind) {
    case 'primitive':
      if (value.value === undefined) return 'undefined!';
      if (typeof value.value === 'number' && !Number.isFinite(value.value)) return String(value.value);
      return Object.is(value.value, -0) ? 0 : value.value;
    case 'array':
      return value.rest ? notKnown : value.items.map(plain);
    case 'object':
      if (value.rest || [...value.entries.values()].some(({ conditions }) => conditions !== null))
        return notKnown;
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
    default:
      return notKnown;
  }
}

/** What is not known inside takes what the other side has. */
function strip(value: unknown, other: unknown): unknown {
  if (value === notKnown) return other;
  if (Array.isArray(value))
    return value.map((one, at) => strip(one, Array.isArray(other) ? other[at] : undefined));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      strip(one, (other as Record<string, unknown> | null)?.[key]),
    ]),
  );
}
