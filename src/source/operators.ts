import { fromDatabase, fromServer } from './conditions.js';
import { isNullish, primitive, truthOf, undefinedValue, type Unknown, type Value } from './values.js';

type Because = (reason: string) => Unknown;

/** Operators over what is known; a comparison with what is not known is not known. */
export function binary(operator: string, left: Value, right: Value, because: Because): Value {
  if (operator === ',') return right;
  if (operator === '==' || operator === '!=') {
    if (isNullish(right) && left.kind !== 'unknown')
      return primitive(isNullish(left) === (operator === '=='));
  }
  if (left.kind !== 'primitive' || right.kind !== 'primitive') return because(computed(left, right));
  const [a, b] = [left.value, right.value];
  // Two texts are compared as such.
  const [x, y] = typeof a === 'string' && typeof b === 'string' ? [a, b] : [Number(a), Number(b)];
  switch (operator) {
    case '===':
      return primitive(a === b);
    case '!==':
      return primitive(a !== b);
    case '+':
      return typeof a === 'string' || typeof b === 'string'
        ? primitive(String(a) + String(b))
        : primitive(Number(a) + Number(b));
    case '-':
      return primitive(Number(a) - Number(b));
    case '*':
      return primitive(Number(a) * Number(b));
    case '/':
      return primitive(Number(a) / Number(b));
    case '%':
      return primitive(Number(a) % Number(b));
    case '**':
      return primitive(Number(a) ** Number(b));
    case '<':
      return primitive(x < y);
    case '>':
      return primitive(x > y);
    case '<=':
      return primitive(x <= y);
    case '>=':
      return primitive(x >= y);
    default:
      return because(`the operator \`${operator}\` is not followed`);
  }
}

export function unary(operator: string, value: Value, because: Because): Value {
  if (operator === 'void') return undefinedValue;
  if (operator === '!') {
    const truth = truthOf(value);
    return truth === null ? because(computed(value)) : primitive(!truth);
  }
  if (value.kind !== 'primitive') return because(computed(value));
  if (operator === '-') return primitive(-Number(value.value));
  if (operator === '+') return primitive(Number(value.value));
  if (operator === 'typeof') return primitive(typeof value.value);
  return because(`the operator \`${operator}\` is not followed`);
}

/** Why the outcome is not known; what is computed of what a server says comes from it, too. */
function computed(...of: readonly Value[]): string {
  const reasons = of.map((value) => (value.kind === 'unknown' ? value.reason : ''));
  return (
    reasons.find((reason) => reason === fromServer || reason === fromDatabase) ??
    'it is computed from what is not known'
  );
}
