import type { Json } from '../../model/json.js';
import type { Expression, ExpressionEntry } from '../../model/query.js';
import { mapFilter, objectOf, open, type Operand } from '../filter-walk.js';
import { knownOf } from '../sort-and-projection.js';
import { countHole, directionHole, type OptionHole } from './option-holes.js';

/** Stages behind which documents are still those of the collection, so that a `$match` there compares its paths. */
const keepsDocuments = new Set(['$match', '$sort', '$limit', '$skip', '$sample', '$geoNear']);
/** Stages whose whole value is a number. */
const counting = new Set(['$limit', '$skip']);

/** How holes of a pipeline are filled: operands of a `$match`, and whatever else. */
export interface PipelineFill {
  readonly operand: (operand: Operand) => Json;
  readonly other: (expression: Expression, at: string) => Json;
  /** Of `$limit`, `$skip` and the paths of a `$sort`. */
  readonly option: (hole: OptionHole) => Json;
  /** A whole pipeline, or a stage of it, that only the program knows. */
  readonly stages: (expression: Expression) => Json;
}

/** Operands of the leading `$match` stages have the paths of the collection; others begin with their stage's name. */
export function mapPipeline(pipeline: Expression, fillers: PipelineFill): readonly Json[] {
  const opened = open(pipeline);
  if (opened.kind !== 'array') return [fillers.stages(opened)];
  let isOfCollection = true;
  return opened.items.map((item) => {
    const stage = open(item);
    const [entry] = stage.kind === 'object' ? stage.entries : [];
    if (stage.kind !== 'object' || !entry) return fillers.stages(stage);
    const at = isOfCollection && (entry.key === '$match' || entry.key === '$geoNear') ? '' : entry.key;
    const json = objectOf(stage.entries, (one) => stageValue(one, at, fillers));
    isOfCollection &&= keepsDocuments.has(entry.key);
    return json;
  });
}

function stageValue({ key, value }: ExpressionEntry, at: string, fillers: PipelineFill): Json {
  const opened = open(value);
  if (key === '$match') {
    return mapFilter(opened, (operand) =>
      fillers.operand(at === '' ? operand : { ...operand, path: `${at}.${operand.path}` }),
    );
  }
  const [count] = counting.has(key) ? countHole(at, opened) : [];
  if (count) return fillers.option(count);
  if (opened.kind === 'hole') return fillers.other(opened, at);
  if (key === '$sort' && opened.kind === 'object')
    return objectOf(opened.entries, (one) => {
      const [direction] = directionHole(`${at}.${one.key}`, one.value);
      return direction ? fillers.option(direction) : (knownOf(one.value) ?? 1);
    });
  if (key === '$facet' && opened.kind === 'object')
    return objectOf(opened.entries, (one) => inner(one.value, `${at}.${one.key}`, fillers));
  if (opened.kind === 'object')
    return objectOf(opened.entries, (one) =>
      one.key === 'pipeline'
        ? inner(one.value, `${at}.pipeline`, fillers)
        : one.key === 'query' && key === '$geoNear'
          ? mapFilter(one.value, fillers.operand)
          : fillers.other(one.value, `${at}.${one.key}`),
    );
  return fillers.other(opened, at);
}

/** A pipeline inside a stage: over other documents, or over part of them. */
function inner(pipeline: Expression, at: string, fillers: PipelineFill): Json {
  return mapPipeline(pipeline, {
    ...fillers,
    operand: (operand) => fillers.operand({ ...operand, path: `${at}.${operand.path}` }),
    option: (hole) => fillers.option({ ...hole, path: `${at}.${hole.path}` }),
    other: (expression, path) => fillers.other(expression, path === '' ? at : `${at}.${path}`),
  });
}
