import type { DefinedIndex } from '../model/index-specification.js';
import type { IndexProposal, Judgement } from '../model/judgement.js';
import type { QuerySite } from '../model/query.js';
import { counted, keyPatternText } from './index-words.js';
import { queryWords } from './query-words.js';

/** More than this are counted, not listed. */
const most = 12;

/**
 * What is predicted of a query, as Markdown: which index serves it, or why none does. `waiting`: an index that the code
 * defines, that would serve it and is not live; null: there is none.
 */
export function queryHover(
  site: QuerySite,
  judgement: Judgement,
  proposal: IndexProposal | null,
  waiting: string | null,
): string {
  const { considered, refusal } = judgement;
  const shown = considered.filter(({ serves, name }) => serves || name !== '_id_');
  return [
    `**Index Lens**: ${verdict(judgement)}`,
    `_${escaped(queryWords(site))}, predicted by the rules of the planner_`,
    ...(refusal === null ? [] : [escaped(refusal)]),
    shown
      .slice(0, most)
      .map(({ name, serves, reason }) => `- ${serves ? '✓' : '✕'} \`${name}\`: ${escaped(reason)}`)
      .join('\n'),
    ...(shown.length > most ? [`and ${counted(shown.length - most, 'index')} more`] : []),
    waiting === null
      ? proposal && proposalWords(proposal)
      : `The code defines \`${waiting}\`, which would serve it, but it is not live: create it.`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function verdict({ plan, servedBy, sortInMemory, covered, servedWithOptional }: Judgement): string {
  const [best] = servedBy;
  if (plan === 'IDHACK') return 'served by `_id_`, one look-up';
  if (plan === 'UNKNOWN') return 'too little of this query could be read to tell which index serves it';
  if (best === undefined) {
    const [optional] = servedWithOptional;
    return optional === undefined
      ? '**no index serves this query**: the server reads the whole collection'
      : `served by \`${optional}\` only where all parts of its filter are written`;
  }
  const more = [
    ...(covered ? ['which alone answers it'] : []),
    ...(sortInMemory ? ['then sorted in memory'] : []),
  ];
  return [`served by \`${best}\``, ...more].join(', ');
}

function proposalWords({ kind, key, replaces, reason }: IndexProposal): string {
  const what =
    kind === 'reuse'
      ? `\`${replaces ?? ''}\` would serve it`
      : kind === 'extend'
        ? `Better: extend \`${replaces ?? ''}\` to \`${keyPatternText(key)}\``
        : `Better: an index on \`${keyPatternText(key)}\``;
  return `${what}. ${escaped(reason)}`;
}

/** What an index serves, as Markdown; `link` gives the address of a query site and its text. */
export function indexHover(
  { name }: DefinedIndex,
  sites: readonly QuerySite[],
  link: (site: QuerySite) => { readonly text: string; readonly target: string },
): string {
  const list = sites.slice(0, most).map((site) => {
    const { text, target } = link(site);
    return `- [${escaped(text)}](${target}) ${escaped(queryWords(site))}`;
  });
  const rest = sites.length > most ? [`and ${counted(sites.length - most, 'query')} more`] : [];
  return [
    `**Index Lens**: \`${name}\` can serve ${counted(sites.length, 'query')}`,
    list.join('\n'),
    ...rest,
  ].join('\n\n');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+!|<>~]/g, String.raw`\$&`);
}
