import { collectionOfCommand } from '../model/command.js';
import type { ExplainRecord } from '../model/explain-record.js';
import type { Explanation } from '../model/explanation.js';
import type {
  ExplainView,
  FiguresRow,
  PanelButton,
  ShownAdvice,
  ShownPart,
  ShownValue,
} from '../model/explain-messages.js';
import type { FilledValue, SampleChoice } from '../model/query.js';
import { shellCommand, shellValue } from './shell-text.js';

/** An explanation with what is known around it: all that the panel's view is made of. */
export interface ShownExplanation {
  readonly explanation: Explanation;
  readonly place: string;
  /** Ids of the holes whose values the user gave on an earlier day or for another query. */
  readonly remembered: ReadonlySet<string>;
  readonly choice: SampleChoice;
  readonly parts: readonly ShownPart[];
  /** The connection is marked as production, and the figures were not asked for. */
  readonly isOnlyPlanned: boolean;
  /** How long the server was given, in milliseconds. */
  readonly timeLimit: number;
  readonly history: readonly ExplainRecord[];
  readonly advice: readonly ShownAdvice[];
  readonly proof: ExplainView['proof'];
  readonly proofButtons: readonly PanelButton[];
}

export function explainView(shown: ShownExplanation): ExplainView {
  const { explanation, place, choice, parts, history, advice, proof, proofButtons } = shown;
  const { query, command, values } = explanation;
  return {
    explanation,
    title: `${query.model ?? collectionOfCommand(command)}.${query.operation}`,
    place,
    command: shellCommand(command),
    ...outcome(shown),
    notices: [...explanation.notices, ...outcome(shown).notices],
    values: values.map((value) => shownValue(value, shown)),
    choice: values.some(({ from }) => from === 'sample') ? choice : null,
    parts,
    advice,
    proof,
    proofButtons,
    history: history.map(historyRow).toReversed(),
  };
}

function outcome({ isOnlyPlanned, explanation, timeLimit }: ShownExplanation): {
  readonly notices: readonly string[];
  readonly buttons: readonly PanelButton[];
} {
  const seconds = timeLimit / 1000;
  if (explanation.timedOut) {
    return {
      notices: [
        `The server was given ${seconds} s and did not come to the end of the query. The plan below is the one it runs; the figures, where there are any, are those of the time it had.`,
        'An index that serves the query is the way on; a longer limit only shows how far the query has to go.',
      ],
      buttons: [
        {
          type: 'run-longer',
          label: `Run Again with ${seconds * 6} s`,
          tooltip: 'The query runs on the server for as long as this',
        },
      ],
    };
  }
  if (isOnlyPlanned) {
    return {
      notices: ['The connection is marked as production: the query was planned and not run.'],
      buttons: [
        {
          type: 'run-for-figures',
          label: 'Run It for Figures',
          tooltip: `The server runs the query to its end, ${seconds} s at most`,
        },
      ],
    };
  }
  return { notices: [], buttons: [] };
}

function shownValue({ path, value, from, hole }: FilledValue, shown: ShownExplanation): ShownValue {
  return {
    path,
    value: shellValue(value),
    from,
    source: sourceWords(from, hole !== undefined && shown.remembered.has(hole.id), shown),
    hole: hole ?? null,
  };
}

function sourceWords(
  from: FilledValue['from'],
  isRemembered: boolean,
  { choice, explanation }: ShownExplanation,
): string {
  switch (from) {
    case 'code':
      return 'the code';
    case 'input':
      return isRemembered ? 'you, last time' : 'you';
    case 'sample':
      return choice === 'typical'
        ? `a document of ${collectionOfCommand(explanation.command)}`
        : `the most frequent in ${collectionOfCommand(explanation.command)}`;
    case 'placeholder':
      return 'a placeholder';
    case 'assumed':
      return 'assumed';
  }
}

function historyRow({ at, verdict, plan, metrics }: ExplainRecord): FiguresRow {
  return {
    label: timeWords(new Date(at)),
    verdict,
    plan,
    returned: metrics?.returned ?? null,
    docsExamined: metrics?.docsExamined ?? null,
    keysExamined: metrics?.keysExamined ?? null,
    ms: metrics?.ms ?? null,
  };
}

/** `2026-01-31 09:05:07`, by the clock of whoever looks. */
function timeWords(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join(':')}`;
}
