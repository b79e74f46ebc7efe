import { connect } from '../src/server/connect.js';
import { ensureIndexes } from '../src/server/ensure.js';
import type { EnsurePlan } from '../src/model/ensure.js';

// An ensure in a process of its own, for interrupt-builds.ts: URI and plan come as arguments; says "begun" with the
// first progress, and the outcome as one line of JSON.

const [uri = '', plan = ''] = process.argv.slice(2);
const connection = await connect(uri);
let hasBegun = false;
const outcome = await ensureIndexes(connection, JSON.parse(plan) as EnsurePlan, {
  onProgress: () => {
    if (!hasBegun) console.log('begun');
    hasBegun = true;
  },
});
console.log(JSON.stringify(outcome));
await connection.close();
