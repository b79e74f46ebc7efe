/** JSON with comments and trailing commas, as TypeScript's configuration is written. Null: it is not that either. */
export function parseJsonc(text: string): unknown {
  try {
    return JSON.parse(text.replace(token, keep).replace(trailingComma, '$1'));
  } catch {
    return null;
  }
}

/** Texts are passed over, so that what looks like a comment in them stays. */
const token = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|^\uFEFF/g;
const trailingComma = /("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g;

function keep(found: string): string {
  return found.startsWith('"') ? found : '';
}

/** A value as a record; empty where it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** The texts of a value that is a text, or a list that holds texts. */
export function textsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}
