import { collationMismatch } from './collation-mismatch.js';
import { countDocumentsAll } from './count-documents-all.js';
import { coverable } from './coverable.js';
import { leanReadOnly } from './lean-read-only.js';
import { lookupUnindexed } from './lookup-unindexed.js';
import { missingIndex } from './missing-index.js';
import { negationOnly } from './negation-only.js';
import { orBranchUnindexed } from './or-branch-unindexed.js';
import { orderEsr } from './order-esr.js';
import { partialIndexNotImplied } from './partial-index-not-implied.js';
import { queryInLoop } from './query-in-loop.js';
import { selectNeeded } from './select-needed.js';
import { singleFieldInsteadOfCompound } from './single-field-instead-of-compound.js';
import type { SiteCheck } from './site-rule.js';
import { skipPagination } from './skip-pagination.js';
import { sortInMemory } from './sort-in-memory.js';
import { unanchoredRegex } from './unanchored-regex.js';

/** In the order in which their findings are told. */
export const siteChecks: readonly SiteCheck[] = [
  missingIndex,
  orBranchUnindexed,
  partialIndexNotImplied,
  collationMismatch,
  unanchoredRegex,
  negationOnly,
  sortInMemory,
  orderEsr,
  singleFieldInsteadOfCompound,
  lookupUnindexed,
  queryInLoop,
  skipPagination,
  countDocumentsAll,
  coverable,
  leanReadOnly,
  selectNeeded,
];
