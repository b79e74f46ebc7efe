import type { IndexOptions } from '../../model/index-specification.js';
import type { QuerySite } from '../../model/query.js';
import type { JudgedQuery } from '../judging/judged-query.js';
import { allLeaves } from '../judging/match-tree.js';
import { mayBe, operandsOfLeaf } from '../judging/operand.js';
import { knownOf } from '../sort-and-projection.js';

/** An index has the query's collation where the query compares text. */
export function optionsFor(site: QuerySite, { match, context }: JudgedQuery): IndexOptions {
  const collation = site.collation && knownOf(site.collation);
  if (collation === null || collation === undefined) return {};
  const comparesText = allLeaves(match).some((leaf) =>
    operandsOfLeaf(leaf, context.facts).some((one) => mayBe(one, 'string', 'object', 'array')),
  );
  return comparesText || site.sort !== null ? { collation } : {};
}
