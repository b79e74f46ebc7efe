import type { KeyPattern } from '../../model/index-specification.js';
import { usefulPaths, type PathRole } from './candidate-keys.js';
import { listed } from '../judging/judgement-words.js';
import type { JudgedQuery } from '../judging/judged-query.js';
import { allLeaves, type Leaf } from '../judging/match-tree.js';
import { knownOf } from '../sort-and-projection.js';

const does: Readonly<Record<PathRole, string>> = {
  equality: 'is compared with one value',
  some: 'is compared with some values',
  sort: 'is sorted by',
  range: 'is searched by a range',
  place: 'is searched by place',
  check: 'is checked on the keys',
};

/** Why these paths, in this order. */
export function keyReason(key: KeyPattern, query: JudgedQuery): string {
  const useful = usefulPaths(allLeaves(query.match), query);
  const groups: { readonly words: string; readonly paths: string[] }[] = [];
  for (const [path] of key) {
    const role = useful.find((one) => one.path === path)?.role ?? 'check';
    const last = groups.at(-1);
    if (last?.words === does[role]) last.paths.push(path);
    else groups.push({ words: does[role], paths: [path] });
  }
  const parts = groups.map(
    ({ words, paths }) => `${listed(paths)} ${paths.length > 1 ? words.replace(/^is /u, 'are ') : words}`,
  );
  return `${parts.join(', then ')}.`;
}

/** A constant that only few documents have makes for a small index. */
export function partialHint(leaves: readonly Leaf[]): string | null {
  const flag = leaves.find(
    ({ operator, negated, value }) => operator === '$eq' && !negated && typeof knownOf(value) === 'boolean',
  );
  if (!flag) return null;
  const filter = `{ ${flag.path}: ${JSON.stringify(knownOf(flag.value))} }`;
  return `If few documents have ${filter}, make it a partial index with that filter and leave ${flag.path} out of the key.`;
}
