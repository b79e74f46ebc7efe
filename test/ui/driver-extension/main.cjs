// For ui tests only: takes a function's source text over a socket and runs it in this extension host.
const http = require('http');
const fs = require('fs');
const vscode = require('vscode');

async function answer(body) {
  try {
    const { source, argument } = JSON.parse(body);
    // tsx wraps named functions in calls of __name.
    const made = new Function('__name', `return (${source});`)((value) => value);
    return { value: (await made(vscode, argument)) ?? null };
  } catch (error) {
    return { error: String(error?.stack ?? error) };
  }
}

module.exports.activate = (context) => {
  const socket = process.env.INDEX_LENS_TEST_DRIVER;
  if (!socket) return;
  // A page that loads again brings a new extension host: the newest one owns the socket.
  fs.rmSync(socket, { force: true });
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (text) => (body += text));
    request.on('end', () => {
      void answer(body).then((result) => response.end(JSON.stringify(result)));
    });
  });
  server.listen(socket);
  context.subscriptions.push({ dispose: () => server.close() });
};
