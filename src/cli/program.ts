import { Command, CommanderError, Option } from 'commander';
import { defaultLimits } from '../model/advice.js';
import { UserError } from '../model/user-error.js';
import { appended, appendedNames, countIn, findingKindsIn, placeIn, queryFailuresIn } from './arguments.js';
import { check, checkFormats, type CheckOptions } from './check-command.js';
import { ensure } from './ensure-command.js';
import type { EnsureOptions } from './ensure-options.js';
import { explain, explainFormats, type ExplainOptions } from './explain-command.js';
import { oneLine, reportFailure, type ExitCode } from './failure.js';
import { models, type ModelsOptions } from './models-command.js';
import { queries, type QueriesOptions } from './queries-command.js';
import { slow, type SlowOptions } from './slow-command.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** Runs the command line to its exit code; whatever fails has been said on standard error. */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = buildProgram(terminal, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (error.code !== 'commander.help') reportFailure(usageError(error), terminal);
    } else if (terminal.signal.aborted && !(error instanceof UserError)) {
      reportFailure(new UserError('cancelled', 'Cancelled.', 'Start it again when you like.'), terminal);
    } else {
      reportFailure(error, terminal);
    }
    return 2;
  }
}

function usageError({ message }: CommanderError): UserError {
  const said = oneLine(message.replace(/^error: /u, ''));
  const sentence = `${said.slice(0, 1).toUpperCase()}${said.slice(1)}`;
  return new UserError(
    'usage',
    /[.?!)]$/u.test(sentence) ? sentence : `${sentence}.`,
    'Try index-lens --help, or index-lens COMMAND --help.',
  );
}

function buildProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('index-lens')
    .description('Keep your MongoDB index strategy as code, and prove it against the live server.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      // Errors are said by runProgram; what is left is the help of a call without a command.
      writeErr: (text) => {
        if (!text.startsWith('error:')) terminal.notice(text.trimEnd());
      },
      outputError: () => undefined,
    });

  readingCommand(program, 'models', 'what the code defines').action(
    async (dir: string, options: ModelsOptions) => {
      done(await models(dir, options, terminal));
    },
  );
  serverCommand(program, 'check', 'defined against live')
    .addOption(new Option('--format <format>', 'how to report').choices(checkFormats).default('text'))
    .addOption(failOn('what makes the exit code 1', findingKindsIn, 'missing,different'))
    .addOption(budget())
    .option(
      '--unused-after <days>',
      'days without use before an index is called unused',
      countIn,
      defaultLimits.unusedAfterDays,
    )
    .option('--all', 'list everything, not only what needs attention')
    .action(async (dir: string, options: CheckOptions) => {
      done(await check(dir, options, terminal));
    });
  serverCommand(program, 'ensure', 'create what is missing')
    .option('--dry-run', 'show the plan and change nothing')
    .option('--only <names...>', 'these models or collections only', appendedNames, [])
    .option('--yes', 'create, settle and drop without asking')
    .option('--sync', 'settle what differs too, and say which live indexes no model defines')
    .option('--drop-extra', 'with --sync: drop those')
    .option('--background', 'start the builds and leave them to the server')
    .action(async (dir: string, options: EnsureOptions) => {
      done(await ensure(dir, options, terminal));
    });
  serverCommand(program, 'explain', 'what the server does with a query')
    .requiredOption('--at <FILE:LINE[:COLUMN]>', 'where the query is', placeIn)
    .addOption(new Option('--format <format>', 'how to report').choices(explainFormats).default('text'))
    .action(async (dir: string, options: ExplainOptions) => {
      done(await explain(dir, options, terminal));
    });
  serverCommand(program, 'queries', 'what the code asks, and which index serves it', askedByUri)
    .addOption(new Option('--format <format>', 'how to report').choices(checkFormats).default('text'))
    .addOption(
      failOn('what makes the exit code 1: unserved, or rules by their ids', queryFailuresIn, 'unserved'),
    )
    .addOption(budget())
    .option('--baseline <file>', 'findings in this file are known, and kept quiet')
    .option('--update-baseline', 'write what is found now into that file')
    .option('--all', 'list everything, not only what needs attention')
    .action(async (dir: string, options: QueriesOptions) => {
      done(await queries(dir, options, terminal));
    });
  serverCommand(program, 'slow', 'slow operations, and where the code asks them')
    .option('--above <ms>', 'what counts as slow, in milliseconds', countIn, 100)
    .option('--log <file>', "the server's log, in place of its profiler")
    .action(async (dir: string, options: SlowOptions) => {
      done(await slow(dir, options, terminal));
    });
  return program;
}

function readingCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument('[DIR]', 'the folder to read', '.')
    .option('--json', 'one JSON document on standard output')
    .option('--exclude <glob>', 'leave these files out too; may be repeated', appended, []);
}

const askedByEnvironment = 'connection string; else INDEX_LENS_URI, then MONGODB_URI of the environment';
const askedByUri = 'connection string of a server to ask; without it the code alone counts';

function serverCommand(
  program: Command,
  name: string,
  description: string,
  uri: string = askedByEnvironment,
): Command {
  return readingCommand(program, name, description)
    .option('--uri <uri>', uri)
    .option('--db <name>', "database; else the connection string's");
}

function failOn(description: string, parse: (text: string) => unknown, standard: string): Option {
  return new Option('--fail-on <findings>', description).argParser(parse).default(parse(standard), standard);
}

function budget(): Option {
  return new Option('--budget <indexes>', 'indexes of a collection before advice is given')
    .argParser(countIn)
    .default(defaultLimits.indexesPerCollection);
}
