import * as vscode from 'vscode';

import { passedOver } from '../workspace/passed-over.js';
import { setting } from './settings.js';

export const sourceGlob = '**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}';

/** Settings that `excludeGlob` and `findFiles` follow. */
export const excludeSettings = ['indexLens.exclude', 'files.exclude', 'search.exclude'];

/**
 * One glob of everything not to read. VS Code applies `files.exclude` by itself; `search.exclude` is added here,
 * and the extension's own setting.
 */
export function excludeGlob(): string {
  const search = vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude', {});
  const searched = Object.entries(search).flatMap(([glob, on]) => (on === true ? [glob] : []));
  const own = [...passedOver].map((folder) => `**/${folder}`);
  const globs = [...own, ...searched, ...setting('exclude')].flatMap(expandBraces);
  return `{${[...new Set(globs.flatMap((glob) => [glob, `${glob.replace(/\/?(\*\*)?$/, '')}/**`]))].join(',')}}`;
}

/** Declarations and minified copies of what is written elsewhere. */
export const derivedFile = /\.d\.[cm]?ts$|\.min\.js$/;

/** `a.{b,c}` to `a.b` and `a.c`: globs that are joined in braces must not hold braces themselves. */
function expandBraces(glob: string): readonly string[] {
  const [, before = '', choices, after = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (choices === undefined) return [glob];
  return choices.split(',').flatMap((choice) => expandBraces(before + choice + after));
}
