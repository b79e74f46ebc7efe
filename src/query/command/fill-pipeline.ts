import type { Json } from '../../model/json.js';
import type { Expression, FilledValue } from '../../model/query.js';
import { UserError } from '../../model/user-error.js';
import { fill, fillInside, type Values } from './fill.js';
import { filledOption } from './option-holes.js';
import { mapPipeline } from './pipeline-walk.js';
import { knownOf } from '../sort-and-projection.js';

function unknownPipeline(expression: Expression): UserError {
  const text = expression.kind === 'hole' ? ` ${expression.text}` : '';
  return new UserError(
    'no-query',
    `The pipeline${text} is known only when the program runs.`,
    'Choose an aggregation that writes its stages in the code.',
  );
}

/** A pipeline as the server takes it, with the value of each predicate added to `filled`. */
export function fillPipeline(pipeline: Expression, values: Values, filled: FilledValue[]): readonly Json[] {
  // Mongoose casts nothing of a pipeline (`lib/aggregate.js`).
  const uncast = { ...values, schema: undefined };
  return mapPipeline(pipeline, {
    operand: (operand) => fill(operand, uncast, filled),
    option: (hole) => {
      const option = filledOption(hole, values.input);
      filled.push(option);
      return option.value;
    },
    stages: (expression) => {
      throw unknownPipeline(expression);
    },
    other: (expression, at) => {
      const known = knownOf(expression);
      return known ?? fillInside(expression, at, uncast, filled);
    },
  });
}
