import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and gives its standard output. With `show` the output goes to this terminal instead.
 * Throws with the tail of what the program printed when it ends with another exit code than 0.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; show?: boolean } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: options.show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else {
        const tail = (errors.trim() || output.trim()).split('\n').slice(-8).join('\n');
        reject(new Error(`${command} ${args.join(' ')} ended with ${code ?? signal ?? 'no code'}: ${tail}`));
      }
    });
  });
}
