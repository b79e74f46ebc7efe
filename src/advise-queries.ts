import { advisedCollections, definedCollections } from './compare/advised-collection.js';
import { adviceOn } from './advise.js';
import type { AdviceLimits } from './model/advice.js';
import type { Catalog, Model } from './model/catalog.js';
import type { Comparison } from './model/comparison.js';
import type { Finding, RuleSettings, Severity } from './model/finding.js';
import type { LiveDatabase } from './model/live.js';
import type { QuerySite } from './model/query.js';
import { done, type Steps } from './model/steps.js';
import { judge } from './query/judging/judge.js';
import { distinctByName, judgedDefined } from './query/judging/judged-index.js';
import { indexDeclaredTwice } from './query/rules/index-declared-twice.js';
import type { IndexCheck } from './query/rules/index-rule.js';
import { hasSameParts, knownCollection, type KnownCollection } from './query/rules/known-collection.js';
import {
  appliesIn,
  loudnessIn,
  purposeOf,
  purposeOfAll,
  quieter,
  type Purpose,
} from './query/rules/quiet-places.js';
import { askedQuery, type AskedCollection, type AskedQuery } from './query/rules/site-rule.js';
import { siteChecks } from './query/rules/site-rules.js';
import { uniqueWithoutIndexBuild } from './query/rules/unique-without-index-build.js';
import { isHeard, isOfOneCollection, toldOnce } from './query/rules/told-findings.js';
import { unusedInCode } from './query/rules/unused-in-code.js';

const indexChecks: readonly IndexCheck[] = [indexDeclaredTwice, uniqueWithoutIndexBuild, unusedInCode];

/** What a server said: without it, queries are judged against the indexes that code defines. */
export interface Connected {
  readonly comparison: Comparison;
  readonly live: LiveDatabase;
}

export interface AdvisorOptions {
  readonly limits: AdviceLimits;
  readonly rules: RuleSettings;
  /** The workspace's folder of a file, ending in a slash: which files are tests is told below it. */
  readonly rootOf: (file: string) => string;
}

/** Below this many documents an index hardly matters. */
const fewDocuments = 1_000;

/**
 * Queries + indexes (+ what a server said) -> findings. Keeps what it found for a query as long as neither the query nor
 * its collection changes, so that after an edit little is judged anew.
 */
export class QueryAdvisor {
  #collections: ReadonlyMap<string, KnownCollection> = new Map();
  #found = new WeakMap<QuerySite, { readonly asked: AskedQuery; readonly findings: readonly Finding[] }>();

  readonly #served = new WeakMap<AskedQuery, readonly string[]>();
  readonly #purposes = new Map<string, Purpose | null>();

  constructor(readonly options: AdvisorOptions) {}

  /** Findings on queries in the order of the code, then those on indexes by collection. */
  advise(catalog: Catalog, connected: Connected | null): readonly Finding[] {
    return done(this.steps(catalog, connected));
  }

  /** The same in small steps, so that others have their turn between them. */
  *steps(catalog: Catalog, connected: Connected | null): Steps<readonly Finding[]> {
    const collections = yield* this.#collectionsOf(catalog, connected);
    const lookUp = (name: string): AskedCollection | null => collections.get(name)?.of ?? null;
    const asked = new Map<string, AskedQuery[]>();
    const all: Finding[] = [];
    for (const site of catalog.queries) {
      const of = site.collection === null ? null : lookUp(site.collection);
      if (!of) continue;
      const { asked: query, findings } = this.#look(site, of, lookUp);
      const others = asked.get(of.collection);
      if (others) others.push(query);
      else asked.set(of.collection, [query]);
      all.push(...findings);
      yield;
    }
    all.push(...(yield* this.#onIndexes(catalog, connected, collections, asked)));
    return toldOnce(all.filter(isOfOneCollection(catalog.queries))).filter(isHeard(catalog));
  }

  /** What is predicted of a query; null: its collection is not known. To be asked after `advise`. */
  judged(site: QuerySite): AskedQuery | null {
    return this.#found.get(site)?.asked ?? null;
  }

  /** Names of the indexes that can serve a query: of those that are there, and of those that code defines besides. */
  servedBy(site: QuerySite): readonly string[] {
    const asked = this.judged(site);
    if (!asked) return [];
    const known = this.#served.get(asked);
    if (known) return known;
    const { indexes, defined, facts } = asked.of;
    const missing = distinctByName(defined).filter(({ name }) =>
      indexes.every((other) => other.name !== name),
    );
    const served =
      missing.length === 0
        ? asked.judgement.servedBy
        : judge(site, [...indexes, ...missing.map(judgedDefined)], facts).servedBy;
    this.#served.set(asked, served);
    return served;
  }

  #look(site: QuerySite, of: AskedCollection, lookUp: AskedQuery['collection']) {
    const known = this.#found.get(site);
    if (known?.asked.of === of && site.pipeline === null) return known;
    const asked = askedQuery(site, of, lookUp);
    const purpose = this.#purposeOfSite(site);
    const findings = siteChecks.flatMap(({ rule, severity, check }): Finding[] => {
      const set = this.options.rules[rule];
      if (set === 'off' || of.isOfTests || !appliesIn(purpose, rule, site.inLoop)) return [];
      const found = check(asked);
      if (!found) return [];
      const { indexes = [], fix = null } = found;
      const message = `${found.message}${this.#askers(site)}`;
      const loudness = this.#loudness(asked, purpose, set ?? found.severity ?? severity);
      if (loudness === null) return [];
      const { considered } = asked.judgement;
      const where = { place: site.place, collection: of.collection, site };
      return [{ rule, severity: loudness, message, ...where, considered, indexes, fix }];
    });
    const entry = { asked, findings };
    this.#found.set(site, entry);
    return entry;
  }

  /** False alarms cost trust: what is doubtful is quieter. Null: it is not told. */
  #loudness({ site, of }: AskedQuery, purpose: Purpose | null, severity: Severity): Severity | null {
    const inFile = loudnessIn(purpose, severity);
    if (inFile === null) return null;
    if (of.facts.documents !== null && of.facts.documents < fewDocuments) return 'hint';
    const isSure = site.complete && of.complete && (of.hasModel || of.isLive);
    return isSure ? inFile : quieter(inFile, 'info');
  }

  /** Of a helper's call: who asks by it, as a sentence; empty: it asks by itself. */
  #askers({ askedIn = [] }: QuerySite): string {
    const loudest = purposeOfAll(askedIn.map((file) => this.#purposeOf(file)));
    const [first, ...others] = askedIn
      .filter((file) => this.#purposeOf(file) === loudest)
      .map((file) => file.slice(this.options.rootOf(file).length))
      .toSorted();
    if (first === undefined) return '';
    const more =
      others.length === 0 ? '' : ` and ${others.length} other file${others.length === 1 ? '' : 's'}`;
    return ` It is asked so in ${first}${more}.`;
  }

  /** Of a helper of the program: that of those who ask for it. */
  #purposeOfSite({ place, askedIn }: QuerySite): Purpose | null {
    const own = this.#purposeOf(place.file);
    return own === null && askedIn ? purposeOfAll(askedIn.map((file) => this.#purposeOf(file))) : own;
  }

  #purposeOf(file: string): Purpose | null {
    let purpose = this.#purposes.get(file);
    if (purpose === undefined)
      this.#purposes.set(file, (purpose = purposeOf(file.slice(this.options.rootOf(file).length))));
    return purpose;
  }

  *#onIndexes(
    catalog: Catalog,
    connected: Connected | null,
    collections: ReadonlyMap<string, KnownCollection>,
    asked: ReadonlyMap<string, readonly AskedQuery[]>,
  ): Steps<readonly Finding[]> {
    const found: Finding[] = [];
    const allQueriesRead =
      catalog.unreadQueries === undefined && catalog.queries.every(({ collection }) => collection !== null);
    for (const { of, parts } of collections.values()) {
      const own = indexChecks.flatMap(({ rule, severity, check }): Finding[] => {
        const set = this.options.rules[rule];
        if (set === 'off' || of.isOfTests) return [];
        const queries = asked.get(of.collection) ?? [];
        return check({ of, models: parts.models, queries, allQueriesRead }).flatMap(
          ({ message, place, indexes, fix = null }) => {
            const about = { collection: of.collection, site: null, considered: [] };
            const loudness = loudnessIn(this.#purposeOf(place.file), set ?? severity);
            return loudness === null
              ? []
              : { rule, severity: loudness, message, place, ...about, indexes, fix };
          },
        );
      });
      found.push(...own);
      yield;
    }
    found.push(...(yield* this.#advice(connected, collections)));
    return found;
  }

  /** Advice on the indexes of a collection, told as findings. */
  *#advice(
    connected: Connected | null,
    collections: ReadonlyMap<string, KnownCollection>,
  ): Steps<readonly Finding[]> {
    const found: Finding[] = [];
    const advised = connected
      ? advisedCollections(connected.comparison, connected.live)
      : definedCollections(
          [...collections.values()].map(({ of }) => ({ ...of, defined: distinctByName(of.defined) })),
        );
    for (const collection of advised) {
      const own = adviceOn(collection, this.options.limits).flatMap((advice): Finding[] => {
        const { rule, severity, message, change, indexes } = advice;
        const set = this.options.rules[rule];
        if (set === 'off') return [];
        const known = collections.get(collection.collection);
        const index = known?.of.defined.find(({ name }) => name === indexes[0]) ?? null;
        const loudness = loudnessIn(index ? this.#purposeOf(index.place.file) : null, set ?? severity);
        if (loudness === null || known?.of.isOfTests) return [];
        const about = { collection: collection.collection, site: null, considered: [], indexes };
        return [
          {
            rule,
            severity: loudness,
            message: `${message} ${change}`,
            place: index?.place ?? known?.parts.models[0]?.place ?? null,
            ...about,
            fix: index && rule !== 'unused' ? { kind: 'remove', index } : null,
          },
        ];
      });
      found.push(...own);
      yield;
    }
    return found;
  }

  /** A collection of which nothing changed is the very same object. */
  *#collectionsOf(
    catalog: Catalog,
    connected: Connected | null,
  ): Steps<ReadonlyMap<string, KnownCollection>> {
    const models = new Map<string, Model[]>();
    for (const model of catalog.models)
      if (model.collection !== null)
        models.set(model.collection, [...(models.get(model.collection) ?? []), model]);
    const isOpen = catalog.models.some(({ collection, complete }) => collection === null && !complete);
    const live = new Map(connected?.live.collections.map((one) => [one.collection, one]));
    const names = new Set([
      ...models.keys(),
      ...live.keys(),
      ...catalog.queries.flatMap(({ collection }) => collection ?? []),
    ]);
    const ofProgram = new Set<string | null>([
      ...live.keys(),
      ...catalog.models
        .filter(({ place }) => this.#purposeOf(place.file) !== 'test')
        .map(({ collection }) => collection),
      ...catalog.queries
        .filter((site) => this.#purposeOfSite(site) !== 'test')
        .map(({ collection }) => collection),
    ]);
    const now = new Map<string, KnownCollection>();
    for (const name of names) {
      const isOfTests = !ofProgram.has(name);
      const parts = { models: models.get(name) ?? [], live: live.get(name) ?? null, isOpen, isOfTests };
      const before = this.#collections.get(name);
      if (before && hasSameParts(before.parts, parts)) now.set(name, before);
      else {
        now.set(name, knownCollection(name, parts));
        yield;
      }
    }
    this.#collections = now;
    return now;
  }
}
