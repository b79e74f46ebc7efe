import type { IndexSpecification } from '../model/index-specification.js';
import { serverErrorOf } from './errors.js';

/**
 * Which index of a `createIndexes` command the server refused; undefined where it does not say so beyond doubt.
 * Read from real replies of MongoDB 7.0: see the tests.
 */
export function offenderOf(
  error: unknown,
  batch: readonly IndexSpecification[],
): IndexSpecification | undefined {
  const server = serverErrorOf(error);
  if (server === null) return undefined;
  const { code, message } = server;
  const name = namedIn(code, message);
  if (name !== undefined) return only(batch, (each) => each.name === name);
  const hasType = (...types: string[]) =>
    only(batch, ({ key }) => key.some(([, direction]) => types.includes(String(direction))));
  switch (code) {
    case 16755:
    case 16804:
    case 13654:
      return hasType('2dsphere', '2d');
    case 16766:
    case 16764:
    case 31303:
      return hasType('hashed');
    case 171: {
      const paths = [...message.matchAll(/\[([^\]]+)\]/g)].map(([, path]) => path);
      return only(batch, ({ key }) =>
        paths.every((path) => key.some(([own]) => own === path || own.startsWith(`${path ?? ''}.`))),
      );
    }
    default:
      return undefined;
  }
}

function namedIn(code: number, message: string): string | undefined {
  if (code === 11000) return /index: (.+?)(?: collation: \{.*\})? dup key/.exec(message)?.[1];
  // "First index spec: …" names the first one of the command, whichever was at fault.
  if (message.includes('First index spec')) return undefined;
  return /name: "([^"]+)"/.exec(message)?.[1];
}

function only<T>(items: readonly T[], is: (item: T) => boolean): T | undefined {
  const found = items.filter(is);
  return found.length === 1 ? found[0] : undefined;
}
