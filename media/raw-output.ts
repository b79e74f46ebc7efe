import type { Json } from '../src/model/json.js';
import { button, element, number } from './element.js';
import { folded } from './section.js';

/** So many lines are shown; the editor shows a longer answer better. */
const most = 20_000;

/** The server's answer as EJSON: lines that hold what is searched for are kept, with the path that leads to them. */
export function rawOutput(raw: Json, openInEditor: () => void): HTMLElement {
  return folded('Raw explain output', () => {
    const lines = JSON.stringify(raw, null, 2).split('\n');
    const shown = element('pre', { class: 'raw', tabindex: 0, 'aria-label': 'Raw explain output' });
    const found = element('span', { class: 'faint', role: 'status' });
    const field = element('input', {
      class: 'value search',
      type: 'search',
      placeholder: 'Search, for example nReturned',
      'aria-label': 'Search the raw output',
      spellcheck: 'false',
    });
    const search = (): void => {
      const wanted = field.value.trim().toLowerCase();
      const hits = wanted === '' ? lines : withParents(lines, wanted);
      shown.replaceChildren(...marked(hits.slice(0, most).join('\n'), wanted));
      const matching = hits.filter((line) => line.toLowerCase().includes(wanted)).length;
      found.textContent = wanted === '' ? '' : `${number(matching)} ${matching === 1 ? 'line' : 'lines'}`;
    };
    field.addEventListener('input', search);
    search();
    return [
      element('div', { class: 'actions search-row' }, field, button('Open in Editor', openInEditor), found),
      shown,
    ];
  });
}

/** Matching lines, each below the lines that open what it stands in. */
function withParents(lines: readonly string[], wanted: string): readonly string[] {
  const kept = new Set<number>();
  const open: number[] = [];
  for (const [at, line] of lines.entries()) {
    const depth = indent(line);
    while (open.length > 0 && indent(lines[open.at(-1) ?? 0] ?? '') >= depth) open.pop();
    if (line.toLowerCase().includes(wanted)) for (const parent of [...open, at]) kept.add(parent);
    if (/[[{]$/u.test(line)) open.push(at);
  }
  return [...kept].sort((a, b) => a - b).map((at) => lines[at] ?? '');
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

function marked(text: string, wanted: string): readonly (Node | string)[] {
  if (wanted === '') return [text];
  const parts: (Node | string)[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), element('mark', {}, text.slice(at, at + wanted.length)));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
}
