import fc from 'fast-check';

// Small programs of plain JavaScript that write `result`. `u` is what is not known.

interface Expressions {
  readonly num: fc.Arbitrary<string>;
  readonly str: fc.Arbitrary<string>;
  readonly bool: fc.Arbitrary<string>;
  readonly list: fc.Arbitrary<string>;
  readonly object: fc.Arbitrary<string>;
}

const numbers = ['n', 'm'];
const texts = ['s', 't'];
const key = fc.constantFrom('a', 'b', 'c');

/** Replaces `@0`, `@1` … by what the parts give. */
function form(pattern: string, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc
    .tuple(...parts)
    .map((given) => pattern.replace(/@(\d)/g, (_, position: string) => given[Number(position)] ?? ''));
}

const expressions: Expressions = fc.letrec<{ [Kind in keyof Expressions]: string }>((tie) => {
  const { num, str, bool, list, object } = Object.fromEntries(
    (['num', 'str', 'bool', 'list', 'object'] as const).map((kind) => [kind, tie(kind)]),
  ) as unknown as Expressions;
  const any = fc.oneof(num, str, bool);
  const choose = (...forms: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.oneof({ maxDepth: 2, depthIdentifier: 'expression' }, ...forms);
  return {
    num: choose(
      fc.constantFrom('0', '1', '2', '3', '-1', '1.5', ...numbers),
      form('(@0 @1 @2)', num, fc.constantFrom('+', '-', '*', '%', '|', '&', '<<', '>>'), num),
      form('(@0 ? @1 : @2)', bool, num, num),
      form('(-@0)', num),
      form('@0.length', fc.oneof(list, str)),
      form('@0.indexOf(@1)', list, any),
      form('@0.lastIndexOf(@1)', list, any),
      form('@0.findIndex((x) => x === @1)', list, any),
      form('@0.reduce((sum, x) => sum + String(x).length, @1)', list, num),
      form('Number(@0)', fc.oneof(num, bool)),
      form('parseInt(@0, 10)', fc.oneof(num, str)),
      form('Math.@0(@1, @2)', fc.constantFrom('max', 'min', 'floor', 'round', 'ceil', 'abs'), num, num),
      form('@0.indexOf(@1)', str, str),
      form('(n += @0)', num),
      fc.constantFrom('n++', '--m', 'm--', '++n'),
    ),
    str: choose(
      fc.constantFrom("''", "'a'", "'b c'", "'Ab-c'", ...texts),
      form('(@0 + @1)', str, any),
      form('`x${@0}y${@1}`', any, str),
      form('(@0 || @1)', str, str),
      form('(@0 ?? @1)', str, str),
      form('(typeof @0)', fc.oneof(any, list, object)),
      form('@0.@1()', str, fc.constantFrom('toUpperCase', 'toLowerCase', 'trim', 'toString', 'trimEnd')),
      form('@0.slice(@1)', str, num),
      form('@0.slice(@1, @2)', str, num, num),
      form('@0.substring(@1, @2)', str, num, num),
      form('@0.charAt(@1)', str, num),
      form('@0.padStart(4, @1)', str, str),
      form('@0.replace(@1, @2)', str, str, str),
      form(
        '@0.replace(/@1/@3, @2)',
        str,
        fc.constantFrom('a', '[A-Z]', '\\s+', '(b)'),
        fc.constantFrom("'-'", "'[$1]'", '(m) => m + m'),
        fc.constantFrom('', 'g'),
      ),
      form('@0.repeat(2)', str),
      form('@0.join(@1)', list, str),
      form('String(@0)', any),
      form('JSON.stringify(@0)', fc.oneof(any, list, object)),
      form('Object.keys(@0).join()', object),
      form('(s += @0)', str),
      form('[@0, @1].find((x) => x.length > 1) + @0', str, str),
    ),
    bool: choose(
      fc.constantFrom('true', 'false'),
      form('(@0 @1 @2)', num, fc.constantFrom('<', '>', '<=', '>=', '===', '!==', '==', '!='), num),
      form('(@0 @1 @2)', str, fc.constantFrom('<', '>', '===', '!==', '=='), str),
      form('(@0 @1 @2)', bool, fc.constantFrom('&&', '||'), bool),
      form('!@0', fc.oneof(any, list)),
      form('@0.includes(@1)', list, any),
      form(
        '@0.@1((x) => typeof x === @2)',
        list,
        fc.constantFrom('some', 'every'),
        fc.constantFrom("'string'", "'number'"),
      ),
      form('@0.startsWith(@1)', str, str),
      form('/@0/.test(@1)', fc.constantFrom('a', '^b', '[0-9]$'), str),
      form("('@0' in @1)", key, object),
      form('@0.hasOwnProperty("@1")', object, key),
      form('Array.isArray(@0)', fc.oneof(list, object, any)),
      form('Boolean(@0)', any),
    ),
    list: choose(
      fc.constantFrom('l', '[]'),
      form('[@0, @1]', any, any),
      form('[...@0, @1]', list, any),
      form('@0.map((x, i) => @1)', list, fc.constantFrom('x', 'i', '[x].length', 'x + i')),
      form('@0.filter((x) => @1)', list, fc.constantFrom('x', '!x', "typeof x === 'string'")),
      form('@0.concat(@1)', list, fc.oneof(list, any)),
      form('@0.slice(@1)', list, num),
      form('[...@0].reverse()', list),
      form('[...@0].sort()', list),
      form('@0.toSorted((x, y) => String(x).length - String(y).length)', list),
      form('[@0, [@1, @2]].flat()', any, any, any),
      form('@0.flatMap((x) => [x, x])', list),
      form('Array.from(@0, (x, i) => i)', list),
      form('Array.from(new Set(@0))', list),
      form('Array.from({ length: 2 }, (x, i) => i + @0)', num),
      form('[...new Set(@0), ...new Map([[@1, 1]]).keys()]', list, any),
      form('Array.of(@0, @1)', any, any),
      form('Object.keys(@0)', object),
      form('Object.values(@0)', object),
      form('Object.entries(@0).flat()', object),
      form('@0.split(@1)', str, fc.constantFrom("''", "' '", '/[-a]/')),
      form('(@0 ? @1 : @2)', bool, list, list),
      form('JSON.parse(JSON.stringify(@0))', list),
      form('new Array(2).fill(@0)', any),
      form('[...@0.entries()].map(([i, x]) => i)', list),
      form('@0.splice(@1, 1)', list, num),
    ),
    object: choose(
      fc.constantFrom('o', '{}'),
      form('{ @0: @1, [@2]: @3 }', key, any, str, any),
      form('{ ...@0, @1: @2 }', object, key, any),
      form('Object.assign({}, @0, @1)', object, object),
      form('Object.fromEntries([["@0", @1]])', key, any),
      form('Object.fromEntries(Object.entries(@0).map(([k, v]) => [k + "1", v]))', object),
      form('(({ @0, ...rest }) => rest)(@1)', key, object),
      form('structuredClone(@0)', object),
      form('Object.freeze({ @0: @1 })', key, any),
      form('Object.fromEntries(new Map([[@0, @1]]))', str, any),
      form('new (class { @0 = @1; get b() { return 1; } })()', key, any).map((text) => `({ ...${text} })`),
      form('{ get @0() { return @1; } }', key, fc.constantFrom("'g'", '7')),
    ),
  };
});

const { num, str, bool, list, object } = expressions;
const value = fc.oneof(num, str, bool, list, object);
/** What is not known may decide a way, too. */
const test = fc.oneof(bool, bool, fc.constantFrom('u', '!u', 'u > 1', "u === 'x'"));

const statements = fc.letrec<{ one: string; block: string }>((tie) => ({
  block: fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
  one: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'statement' },
    form('n @0 @1;', fc.constantFrom('=', '+=', '-=', '*=', '||=', '&&=', '??=', '%='), num),
    form('s @0 @1;', fc.constantFrom('=', '+=', '||=', '??='), str),
    form('o = @0;', object),
    form('o.@0 = @1;', key, value),
    form('o[@0] @1 @2;', str, fc.constantFrom('=', '??='), value),
    form('delete o.@0;', key),
    form('l = @0;', list),
    form('l.@0(@1);', fc.constantFrom('push', 'unshift'), value),
    form('l.@0();', fc.constantFrom('pop', 'shift', 'reverse')),
    form('l[@0] = @1;', fc.constantFrom('0', '1', 'l.length'), value),
    form('result.push(@0);', value),
    form('if (@0) { @1 } else { @2 }', test, tie('block'), tie('block')),
    form('if (@0) { @1 }', test, tie('block')),
    form(
      'for (let i = 0; i < @0; i++) { result.push(i); @1 }',
      fc.constantFrom('2', '3', 'l.length'),
      tie('block'),
    ),
    form(
      'for (const x of @0) { result.push(x); if (@1) @2; @3 }',
      list,
      test,
      fc.constantFrom('break', 'continue'),
      tie('block'),
    ),
    form('for (const k in @0) { result.push(k); }', object),
    form(
      '{ let i = 0; while (i < 3) { i++; if (@0) @1; @2 } }',
      test,
      fc.constantFrom('break', 'continue'),
      tie('block'),
    ),
    form('{ let i = 0; do { @0 } while (++i < 2); }', tie('block')),
    form('{ let i = 0; while (u && i < 2) { i++; @0 } }', tie('block')),
    form(
      'a: for (const x of [1, 2]) { for (const y of [1, 2]) { if (@0) @1 a; result.push(x * y); } }',
      test,
      fc.constantFrom('break', 'continue'),
    ),
    form(
      'switch (@0) { case 0: @1 break; case 1: @2 default: @3 }',
      fc.oneof(num, fc.constant('u')),
      tie('block'),
      tie('block'),
      tie('block'),
    ),
    form(
      "switch (@0) { case 'a': case 'b': @1 break; case 'x': @2 }",
      fc.oneof(str, fc.constant('u')),
      tie('block'),
      tie('block'),
    ),
    form(
      'try { @0 if (@1) throw 1; @2 } catch (e) { @3 } finally { m = 2; }',
      tie('block'),
      test,
      tie('block'),
      tie('block'),
    ),
    form('(() => { @0 if (@1) return; @2 })();', tie('block'), test, tie('block')),
    form(
      'result.push(((x, ...more) => { @0 if (@1) return x; @2 return more.length; })(@3, 1));',
      tie('block'),
      test,
      tie('block'),
      value,
    ),
    form('{ const { @0: x = @1 } = @2; result.push(x); }', key, value, object),
    form('{ const [x, , ...y] = @0; result.push(x, y); }', list),
    form('[n, m] = [m, @0];', num),
    form(
      'class A { static z = @0; constructor(x) { this.x = x; } twice() { return [this.x, this.x]; } get y() { return this.x; } static of(x) { return new this(x); } }\nclass B extends A { w = @1; twice() { return super.twice().concat(this.w); } }\nresult.push(new B(@2).twice(), B.of(@0).y, B.z);',
      num,
      str,
      any(),
    ),
  ),
}));

function any(): fc.Arbitrary<string> {
  return fc.oneof(num, str, bool);
}

/** Without the braces, each would redeclare `A` of the one before. */
export const pureProgram: fc.Arbitrary<string> = fc
  .array(
    statements.one.map((text) => `{ ${text} }`),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    [
      "let n = 1, m = 2, s = 'ab', t = 'c', l = [1, 'a'], o = { a: 1, b: 'x' }; const result = [];",
      ...all,
      'result.push(n, m, s, t, l, o);',
    ].join('\n'),
  );
