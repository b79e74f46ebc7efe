const http = require('node:http');
const mongoose = require('mongoose');
const { handleMessage } = require('./services/webhook');

const uri = process.env.MONGODB_URI ?? 'mongodb://127.0.0.1:27017/petbuddy';
const port = Number(process.env.PORT ?? 3000);

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

async function answer(request, response) {
  if (request.method !== 'POST' || request.url !== '/webhook') {
    response.writeHead(404).end();
    return;
  }
  try {
    const outcome = await handleMessage(await readJson(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(outcome));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
}

async function main() {
  // Indexes are made by `npm run ensure-indexes` when the bot is deployed, not by each process that starts.
  await mongoose.connect(uri, { autoIndex: false });
  http.createServer(answer).listen(port, () => console.log(`PetBuddy listens on port ${port}`));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
