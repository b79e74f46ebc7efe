import http from 'node:http';
import path from 'node:path';
import type * as VsCode from 'vscode';

/** Where the driver extension of a workbench listens that keeps its files in `dir`. */
export function driverSocket(dir: string): string {
  return process.platform === 'win32'
    ? `\\\\.\\pipe\\${path.basename(dir)}-driver`
    : path.join(dir, 'driver.sock');
}

/**
 * Runs a function in the extension host and gives what it resolves to, as JSON carries it. The function travels as
 * source text: it sees its two parameters and nothing of its surroundings.
 */
export async function runInHost<Argument, Result>(
  socketPath: string,
  run: (vscode: typeof VsCode, argument: Argument) => Result,
  argument: Argument,
): Promise<Awaited<Result>> {
  const body = JSON.stringify({ source: String(run), argument });
  const end = Date.now() + 60_000;
  for (;;) {
    const reply = await post(socketPath, body).catch(() => null);
    if (reply !== null) {
      const { value, error } = JSON.parse(reply) as { value: Awaited<Result>; error?: string };
      if (error !== undefined) throw new Error(`In the extension host: ${error}`);
      return value;
    }
    if (Date.now() > end) throw new Error('The extension host did not answer within a minute.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function post(socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method: 'POST', path: '/' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        resolve(text);
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}
