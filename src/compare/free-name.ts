import type { IndexSpecification } from '../model/index-specification.js';

/** A name for an index that is not among those taken: as the server would name it, with what makes it another one. */
export function freeName({ key, options }: IndexSpecification, taken: readonly string[]): string {
  const plain = key.map(([path, direction]) => `${path}_${direction}`).join('_');
  const told = marks.filter(([option]) => options[option] !== undefined && options[option] !== false);
  const base = [plain, ...told.map(([, mark]) => mark)].join('_');
  const candidates = [plain, base, ...taken.map((_, at) => `${base}_${at + 2}`)];
  return candidates.find((name) => !taken.includes(name)) ?? `${base}_new`;
}

const marks = [
  ['unique', 'unique'],
  ['sparse', 'sparse'],
  ['partialFilterExpression', 'partial'],
  ['collation', 'collation'],
] as const;
