/** One interval of index bounds as the server prints it: `["a", "b")`, `[new Date(0), MaxKey]`. */
export interface Interval {
  readonly from: string;
  readonly to: string;
  readonly withFrom: boolean;
  readonly withTo: boolean;
}

/** Null: printed in a way that this version does not know. `descending`: it is printed from its high end. */
export function readInterval(printed: string, descending: boolean): Interval | null {
  const open = printed[0];
  const close = printed.at(-1);
  if ((open !== '[' && open !== '(') || (close !== ']' && close !== ')')) return null;
  const parts = splitAtComma(printed.slice(1, -1));
  if (!parts) return null;
  const [start, end] = parts;
  const first = { value: start, included: open === '[' };
  const last = { value: end, included: close === ']' };
  const [low, high] = descending ? [last, first] : [first, last];
  return { from: low.value, to: high.value, withFrom: low.included, withTo: high.included };
}

export function isPoint({ from, to, withFrom, withTo }: Interval): boolean {
  return from === to && withFrom && withTo;
}

/** The lowest or highest that there is: of all values, or of a type (MongoDB brackets comparisons by type). */
export function isLowest(value: string): boolean {
  return lowest.test(value);
}

export function isHighest(value: string): boolean {
  return highest.test(value);
}

const lowest =
  /^(?:MinKey|-inf(?:\.0)?|nan(?:\.0)?|""|new Date\(-9223372036854775808\)|false|ObjectId\('0{24}'\)|\{\}|\[\]|undefined)$/u;
const highest =
  /^(?:MaxKey|inf(?:\.0)?|new Date\(9223372036854775807\)|true|ObjectId\('f{24}'\)|\{\}|\[\]|BinData\(0, ?\))$/u;

/** At the comma that stands in no string, list or document: values may hold commas of their own. */
function splitAtComma(text: string): readonly [string, string] | null {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{' || char === '[' || char === '(') depth += 1;
    else if (char === '}' || char === ']' || char === ')') depth -= 1;
    else if (char === ',' && depth === 0 && text[at + 1] === ' ')
      return [text.slice(0, at), text.slice(at + 2)];
  }
  return null;
}
