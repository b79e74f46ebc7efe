/** A name in a table's cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

/** Text whose names stand between backticks. */
export function withCode(text: string): string {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? code(part) : escaped(part)))
    .join('');
}

export function escaped(text: string): string {
  return text.replace(/[|<>*_\\]/gu, '\\$&').replaceAll('\n', ' ');
}
