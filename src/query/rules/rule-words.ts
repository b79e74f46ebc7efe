import type { Fix } from '../../model/finding.js';
import type { DefinedIndex, KeyPattern } from '../../model/index-specification.js';
import type { IndexProposal } from '../../model/judgement.js';
import { isDeclared } from '../command/undeclared-paths.js';
import { judge } from '../judging/judge.js';
import { distinctByName, judgedDefined } from '../judging/judged-index.js';
import { listed } from '../judging/judgement-words.js';
import type { AskedQuery, RuleFinding } from './site-rule.js';

/** `{companyId: 1, start: -1}` */
export function keyWords(key: KeyPattern): string {
  return `{${key.map(([path, direction]) => `${path}: ${typeof direction === 'string' ? `"${direction}"` : direction}`).join(', ')}}`;
}

/** `This findOne of contacts` */
export function queryWords({ site, of }: AskedQuery): string {
  return `This ${site.operation} of ${of.collection}`;
}

export function pathsOf({ leaves }: AskedQuery): string {
  return listed([...new Set(leaves.map(({ path }) => path).filter(Boolean))]);
}

/** One of two values. */
export function isFlag({ of }: AskedQuery, path: string): boolean {
  return of.facts.paths?.some((one) => one.path === path && one.type === 'Boolean') === true;
}

export function asksForOne(operation: string): boolean {
  return /One|ById|^exists$/u.test(operation);
}

/**
 * What to do, with the change in code that does it: of an index that is defined and not live, to create it. Quieter where
 * documents may not have what it is on.
 */
export function remedy(
  query: AskedQuery,
): Required<Pick<RuleFinding, 'message' | 'fix' | 'indexes'>> & Pick<RuleFinding, 'severity'> {
  const proposal = query.proposal();
  if (!proposal) return { message: '', fix: null, indexes: [] };
  const waiting = query.of.isLive ? waitingFor(query, proposal) : undefined;
  if (waiting) {
    const message = ` Code defines ${waiting.name}, which would serve it, but it is not live: create it.`;
    return { message, fix: { kind: 'ensure', index: waiting }, indexes: [waiting.name] };
  }
  const doubt = doubtOf(query, proposal);
  return {
    message: ` ${proposalWords(proposal)}${doubt}`,
    fix: fixOf(proposal, query),
    indexes: [proposal.name],
    ...(doubt === '' ? {} : { severity: 'hint' }),
  };
}

/** Of paths that the schema does not declare; empty: it declares all. */
function doubtOf({ of: { facts } }: AskedQuery, { key, branches }: IndexProposal): string {
  const { paths } = facts;
  if (!paths?.length) return '';
  const all = [key, ...branches.map((one) => one.key)].flat();
  const others = all.flatMap(([path]) => (isDeclared(path, { paths }) ? [] : path));
  if (others.length === 0) return '';
  return ` The schema does not declare ${listed(others)}: see first whether documents have ${others.length === 1 ? 'it' : 'them'}.`;
}

/** The definition that has the proposed key, or that would serve the query well, were it live. */
function waitingFor({ site, of }: AskedQuery, { key }: IndexProposal): DefinedIndex | undefined {
  const { defined, indexes, facts } = of;
  const exact = defined.find((one) => JSON.stringify(one.key) === JSON.stringify(key));
  if (exact) return exact;
  const missing = distinctByName(defined).filter(({ name }) => indexes.every((one) => one.name !== name));
  if (missing.length === 0) return undefined;
  const { servedBy, considered } = judge(site, [...indexes, ...missing.map(judgedDefined)], facts);
  const best = considered.find(({ name }) => name === servedBy[0]);
  return best?.role === 'search' && !best.sortInMemory
    ? missing.find(({ name }) => name === best.name)
    : undefined;
}

function proposalWords({ kind, key, replaces, name, branches }: IndexProposal): string {
  if (branches.length > 0)
    return `Each branch needs an index of its own: ${listed([key, ...branches.map((one) => one.key)].map(keyWords))}.`;
  if (kind === 'reuse') return `${name} would serve it, but it is hidden.`;
  if (kind === 'extend' && replaces !== null) return `${replaces} would serve it as ${keyWords(key)}.`;
  return `An index on ${keyWords(key)} would serve it.`;
}

function fixOf(proposal: IndexProposal, { of }: AskedQuery): Fix | null {
  if (proposal.kind === 'reuse') return null;
  const replaces = of.defined.find(({ name }) => name === proposal.replaces) ?? null;
  return { kind: 'index', proposal, replaces };
}
