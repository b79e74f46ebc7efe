import { runProgram } from './program.js';
import { processTerminal } from './terminal.js';

void runProgram(process.argv.slice(2), processTerminal(process)).then((code) => {
  process.exitCode = code;
  // A connection attempt that was given up may keep its socket for half a minute; what was written goes out first.
  process.stdout.write('', () => {
    process.stderr.write('', () => process.exit(code));
  });
});
