import { benchEnsure } from './bench-ensure.js';
import { benchExplain } from './bench-explain.js';
import { benchJudgement } from './bench-judgement.js';
import { benchRefresh } from './bench-refresh.js';

// npm run bench:server: what asking and changing a server costs; also a part of npm run bench.

await benchRefresh();
await benchEnsure();
await benchExplain();
await benchJudgement();
process.exit(0);
