import * as vscode from 'vscode';

import type { Catalog } from '../model/catalog.js';
import type { Comparison } from '../model/comparison.js';
import type { Finding } from '../model/finding.js';
import type { IndexProposal, Judgement } from '../model/judgement.js';
import type { LiveDatabase } from '../model/live.js';
import type { QuerySite } from '../model/query.js';
import type { Steps } from '../model/steps.js';
import { fileOf } from './conversions.js';
import { connectionFor } from './folder-bindings.js';
import type { Log } from './log.js';
import type { ConnectionSnapshot, Session, Snapshot } from './session.js';
import { inTurns } from './turns.js';

/** What is predicted of a query. */
export interface Predicted {
  readonly judgement: Judgement;
  /** Null: what is there serves it well, or nothing would. */
  proposal(): IndexProposal | null;
}

interface Connected {
  readonly comparison: Comparison;
  readonly live: LiveDatabase;
}

/** Judges the queries of one part of the code, in small steps; it keeps what does not change. */
export interface QueryJudge {
  steps(catalog: Catalog, connected: Connected | null): Steps<readonly Finding[]>;
  /** Null: its collection is not known. */
  judged(site: QuerySite): Predicted | null;
  /** Names of the indexes that can serve it, the best first; also of those that are only defined. */
  servedBy(site: QuerySite): readonly string[];
}

/** One look at all queries. */
interface Advice {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly queries: readonly QuerySite[];
  /** By the index that serves them best: `collection\nname`. */
  readonly served: ReadonlyMap<string, readonly QuerySite[]>;
}

const noAdvice: Advice = { findings: new Map(), queries: [], served: new Map() };

/**
 * What is advised on the queries and indexes of the workspace, each file held against its connection. It follows the
 * session in small steps; a look that is overtaken is given up.
 */
export class Advisor implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** What is advised changed. */
  readonly onDidChange = this.#changed.event;
  readonly #session: Session;
  readonly #make: () => QueryJudge;
  readonly #log: Log;
  readonly #subscription: vscode.Disposable;
  /** By the connection's id; the empty one: none. */
  #judges = new Map<string, QueryJudge>();
  #seen: readonly unknown[] = [];
  #turn = 0;
  #advice: Advice = noAdvice;

  constructor(session: Session, make: () => QueryJudge, log: Log) {
    this.#session = session;
    this.#make = make;
    this.#log = log;
    this.#subscription = session.onDidChange(() => {
      this.#follow();
    });
  }

  /** Findings that stand in a file. */
  findingsIn(file: string): readonly Finding[] {
    return this.#advice.findings.get(file) ?? [];
  }

  /** Files with findings. */
  get files(): Iterable<string> {
    return this.#advice.findings.keys();
  }

  /** The queries that were looked at, in the order of the code. */
  get queries(): readonly QuerySite[] {
    return this.#advice.queries;
  }

  judged(site: QuerySite): Predicted | null {
    return this.#judgeOf(site)?.judged(site) ?? null;
  }

  #judgeOf({ place }: QuerySite): QueryJudge | undefined {
    return this.#judges.get(connectionFor(this.#session.snapshot, place.file)?.id ?? '');
  }

  /** The query sites that an index of a collection serves best, of the code that a connection is held against. */
  sitesServedBy(collection: string, index: string): readonly QuerySite[] {
    return this.#advice.served.get(`${collection}\n${index}`) ?? [];
  }

  /** Rules or limits are others now. */
  settingsChanged(): void {
    this.#judges = new Map();
    this.#seen = [];
    this.#follow();
  }

  #follow(): void {
    const parts = partsOf(this.#session.snapshot);
    const seen = parts.flatMap(({ on, catalog }) => [on?.id ?? '', catalog, on?.comparison ?? null]);
    if (seen.length === this.#seen.length && seen.every((one, at) => one === this.#seen[at])) return;
    this.#seen = seen;
    this.#turn += 1;
    void this.#look(parts, this.#turn).catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  async #look(parts: readonly Part[], turn: number): Promise<void> {
    const looked = await inTurns(this.#steps(parts), () => turn === this.#turn);
    if (!looked) return;
    this.#advice = looked.value;
    this.#changed.fire();
  }

  *#steps(parts: readonly Part[]): Steps<Advice> {
    const findings = new Map<string, Finding[]>();
    const served = new Map<string, QuerySite[]>();
    const queries = new Set<QuerySite>();
    for (const { on, catalog, isShown } of parts) {
      const id = on?.id ?? '';
      const judge = this.#judges.get(id) ?? this.#make();
      this.#judges.set(id, judge);
      const connected = on?.comparison && on.live ? { comparison: on.comparison, live: on.live } : null;
      for (const finding of yield* judge.steps(catalog, connected))
        if (finding.place && isShown(finding.place.file)) add(findings, finding);
      for (const site of catalog.queries) {
        yield;
        if (!isShown(site.place.file) || queries.has(site)) continue;
        queries.add(site);
        const [best] = judge.servedBy(site);
        if (best !== undefined) group(served, `${site.collection ?? ''}\n${best}`, site);
      }
    }
    return { findings, queries: [...queries], served };
  }

  dispose(): void {
    this.#turn += 1;
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** A part of the code with what it is held against. */
interface Part {
  readonly on: ConnectionSnapshot | null;
  readonly catalog: Catalog;
  /** Whether what is said of a file comes from this part. */
  readonly isShown: (file: string) => boolean;
}

/** The part of the active connection, and those of folders that are bound to others. */
function partsOf(snapshot: Snapshot): readonly Part[] {
  const { catalog, active } = snapshot;
  if (!catalog) return [];
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => `${fileOf(uri)}/`);
  const shown = new Set([active, ...folders.map((folder) => connectionFor(snapshot, folder))]);
  return [...shown].map((on) => ({
    on,
    catalog: on?.catalog ?? catalog,
    isShown: (file) => connectionFor(snapshot, file) === on,
  }));
}

function group(groups: Map<string, QuerySite[]>, key: string, site: QuerySite): void {
  const others = groups.get(key);
  if (others) others.push(site);
  else groups.set(key, [site]);
}

function add(findings: Map<string, Finding[]>, finding: Finding): void {
  const file = finding.place?.file ?? '';
  const others = findings.get(file) ?? [];
  if (others.length === 0) findings.set(file, others);
  // A helper's query stands once, however many call it.
  const isKnown = others.some(
    (one) =>
      one.rule === finding.rule &&
      one.message === finding.message &&
      JSON.stringify(one.place) === JSON.stringify(finding.place),
  );
  if (!isKnown) others.push(finding);
}
