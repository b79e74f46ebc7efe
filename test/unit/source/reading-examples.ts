import type { Catalog, Model } from '../../../src/model/catalog.js';
import { specificationText } from '../../../src/report/index-words.js';
import { problemText } from '../../../src/report/relative-path.js';

/** One example of docs/reading.md: code blocks named by their files, and the text block that says what is read. */
export interface ReadingExample {
  readonly heading: string;
  /** In the order of the document; the last one is the one to load. */
  readonly files: Readonly<Record<string, string>>;
  /** What was typed into one of them, without saving it. */
  readonly typed: readonly (readonly [file: string, text: string])[];
  readonly read: string;
  /** Line of the text block, counting from 1. */
  readonly line: number;
}

const fence = /^```(\w+)(?: (\S+))?(?: (typed))?\n([\s\S]*?)^```$/gmu;

export function readingExamples(markdown: string): readonly ReadingExample[] {
  const examples: ReadingExample[] = [];
  let files: Record<string, string> = {};
  let typed: [file: string, text: string][] = [];
  for (const { 0: block, 1: language, 2: file, 3: isTyped, 4: text = '', index } of markdown.matchAll(
    fence,
  )) {
    if (file && isTyped) typed.push([file, text]);
    else if (file) files[file] = text;
    else if (language === 'text') {
      const before = markdown.slice(0, index);
      const heading = [...before.matchAll(/^#+ (.*)$/gmu)].at(-1)?.[1] ?? '';
      examples.push({ heading, files, typed, read: text.trimEnd(), line: before.split('\n').length });
      [files, typed] = [{}, []];
    } else throw new Error(`A block names no file:\n${block}`);
  }
  if (Object.keys(files).length > 0) throw new Error('The last example does not say what is read.');
  return examples;
}

/** What is read, as the document says it. `root`: the folder of the files. */
export function readingText({ models, problems }: Catalog, root: string): string {
  const lines = models.flatMap((model) => [
    titleOf(model),
    ...model.indexes.map((index) => {
      const name = index.named ? `, named ${index.name}` : '';
      return `  ${specificationText(index)}${name}${index.stale ? ' (as last read)' : ''}`;
    }),
    ...model.problems.map((problem) => `  incomplete: ${problemText(root, problem)}`),
  ]);
  const others = problems.map((problem) => problemText(root, problem));
  return [...lines, ...others].join('\n') || 'nothing';
}

function titleOf({ model, collection, autoIndex }: Model): string {
  const where = collection === null ? 'unknown collection' : `collection ${collection}`;
  const auto = autoIndex === null ? '' : `, autoIndex: ${autoIndex}`;
  return (model === null ? where : `${model} → ${where}`) + auto;
}
