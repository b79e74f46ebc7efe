/** How a file is written, as far as its text tells. */
export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolon: boolean;
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly spacedBraces: boolean;
  /** After the last of several lines. */
  readonly trailingComma: boolean;
  readonly eol: string;
  /** One step of indentation. */
  readonly indent: string;
  /** Columns that a line may take. */
  readonly width: number;
}

/** Counts what occurs; where nothing tells, as Prettier writes by default, with the quotes of most JavaScript. */
export function styleOf(text: string): CodeStyle {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const lines = text.split(/\r\n|\r|\n/);
  return {
    quote: count(/"[^"'\n\\]*"/g) > count(/'[^"'\n\\]*'/g) ? '"' : "'",
    semicolon: count(/;[ \t]*(?:\/\/.*)?$/gm) * 2 >= count(/[)\]'"\w;][ \t]*$/gm) || count(/;[ \t]*$/gm) > 2,
    spacedBraces: count(/\{ \S/g) >= count(/\{[^\s}]/g),
    trailingComma: count(/,[ \t]*(?:\r\n|\r|\n)\s*[}\])]/g) > 0,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indentOf(lines),
    width: lines.some((line) => line.length > 84 && /^\s*[\w.]+\.index\(/.test(line))
      ? 120
      : usualWidth(lines),
  };
}

function indentOf(lines: readonly string[]): string {
  const steps = new Map<string, number>();
  let before = '';
  for (const line of lines) {
    const own = /^([ \t]*)[^\s*]/.exec(line)?.[1];
    if (own === undefined) continue;
    if (own.length > before.length && own.startsWith(before)) {
      const step = own.slice(before.length);
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    before = own;
  }
  return [...steps].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '  ';
}

/** 80, or what the file takes beyond that. */
function usualWidth(lines: readonly string[]): number {
  const long = lines.filter(
    (line) => line.length > 80 && /[;,{]$/.test(line) && !/\bimport\b|require\(/.test(line),
  );
  return long.length === 0 ? 80 : Math.min(120, Math.max(...long.map((line) => line.length)));
}
