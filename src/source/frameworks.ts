import type { Expression } from '../syntax/code.js';
import type { FoundModel } from './findings.js';
import type { ClassValue } from './values.js';

/** Decorators of Typegoose and of NestJS Mongoose. */
const onMembers = new Set(['prop', 'Prop', 'arrayProp']);
const onClasses = new Set(['index', 'modelOptions', 'Schema']);

/**
 * A class whose decorators define a model is not read yet: it counts as a model of an unknown collection, so that
 * nothing live is called extra on its account. Null for any other class.
 */
export function frameworkGap({ code, spot }: ClassValue): FoundModel | null {
  const isModel =
    code.decorators.some((one) => onClasses.has(nameOf(one))) ||
    code.members.some(({ decorators }) => decorators.some((one) => onMembers.has(nameOf(one))));
  if (!isModel) return null;
  const gap = { code: 'decorators', message: 'Models made with decorators are not read yet.', spot };
  return { name: code.name, collection: null, schema: null, autoIndex: null, gaps: [gap], spot };
}

function nameOf(decorator: Expression): string {
  if (decorator.kind === 'call') return nameOf(decorator.callee);
  if (decorator.kind === 'member') return decorator.key;
  return decorator.kind === 'name' ? decorator.name : '';
}
