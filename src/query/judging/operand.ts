import type { Json } from '../../model/json.js';
import type { CollectionFacts } from '../../model/judgement.js';
import type { Expression } from '../../model/query.js';
import { typeOf, type ValueType } from './bson-value.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { knownOf } from '../sort-and-projection.js';

/** A value that a predicate compares with: known, or of the types that the schema lets it have. */
export interface Operand {
  /** Undefined: only the program knows it. */
  readonly known: Json | undefined;
  /** Null: any. A value that only the program knows counts as neither null, nor a pattern, nor a list. */
  readonly type: ValueType | null;
}

/** Mongoose's names. */
const schemaTypes: Readonly<Record<string, ValueType>> = {
  String: 'string',
  Number: 'number',
  ObjectId: 'objectId',
  ObjectID: 'objectId',
  Date: 'date',
  Boolean: 'bool',
  Decimal128: 'number',
  Double: 'number',
  Int32: 'number',
  BigInt: 'number',
  Buffer: 'other',
  UUID: 'other',
};

export function operandOf(path: string, value: Expression, { paths }: CollectionFacts): Operand {
  const known = knownOf(value);
  if (known !== undefined) return { known, type: typeOf(known) };
  const opened = value.kind;
  if (opened === 'array' || opened === 'object') return { known, type: opened };
  const declared = paths?.find((one) => one.path === path)?.type ?? null;
  return {
    known,
    type: declared !== null && Object.hasOwn(schemaTypes, declared) ? (schemaTypes[declared] ?? null) : null,
  };
}

/** What a comparison or an `$in` compares with: one operand, or each of the list; null: a list only the program knows. */
export function operandsOfLeaf({ path, operator, value }: Leaf, facts: CollectionFacts): readonly Operand[] {
  if (operator !== '$in') return [operandOf(path, value, facts)];
  const items = itemsOf(value) ?? [{ ...hole, text: path }];
  return items.map((item) => operandOf(path, item, facts));
}

const hole = {
  kind: 'hole',
  reason: 'known only when the program runs',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
} as const;

export function mayBe({ type }: Operand, ...types: readonly ValueType[]): boolean {
  return type === null ? types.includes('string') : types.includes(type);
}
