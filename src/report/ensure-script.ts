import type { EnsureCollection, EnsurePlan } from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { counted, keyPatternText } from './index-words.js';
import { shellValue } from './shell-text.js';

/** The plan as a script for mongosh: one command per collection, which makes one scan. It stops at what is refused. */
export function planScript({ database, collections }: EnsurePlan): string {
  const creating = collections.filter(({ create }) => create.length > 0);
  const count = creating.reduce((sum, { create }) => sum + create.length, 0);
  return [
    `// ${counted(count, 'index')} of ${database}. Nothing is dropped or changed.`,
    `const target = db.getSiblingDB(${JSON.stringify(database)});`,
    ...creating.map((one) => `target.runCommand(${commandText(one, 'shell')});`),
    '',
  ].join('\n');
}

/** The plan as an array of `createIndexes` commands in relaxed EJSON, for a migration to send one after the other. */
export function planCommands({ collections }: EnsurePlan): string {
  const creating = collections.filter(({ create }) => create.length > 0);
  return `[\n${creating.map((one) => indented(commandText(one, 'ejson'))).join(',\n')}\n]\n`;
}

type Form = 'shell' | 'ejson';

/** As text, not as an object: an object would move paths such as `0` to the front of a key pattern. */
function commandText({ collection, create }: EnsureCollection, form: Form): string {
  const name = (key: string): string => (form === 'ejson' ? JSON.stringify(key) : key);
  return [
    '{',
    `  ${name('createIndexes')}: ${JSON.stringify(collection)},`,
    `  ${name('indexes')}: [`,
    create.map((index) => `    ${indexText(index, form)}`).join(',\n'),
    '  ]',
    '}',
  ].join('\n');
}

function indexText({ key, name, options }: IndexSpecification, form: Form): string {
  if (form === 'shell') {
    const rest = Object.entries({ name, ...options }).map(
      ([option, value]) => `${option}: ${shellValue(value)}`,
    );
    return `{ ${[`key: ${keyPatternText(key)}`, ...rest].join(', ')} }`;
  }
  const pairs = key.map(([path, direction]) => `${JSON.stringify(path)}: ${JSON.stringify(direction)}`);
  const rest = Object.entries({ name, ...options }).map(
    ([option, value]) => `${JSON.stringify(option)}: ${JSON.stringify(value)}`,
  );
  return `{ ${[`"key": { ${pairs.join(', ')} }`, ...rest].join(', ')} }`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
