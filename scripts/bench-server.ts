import { benchEnsure } from './bench-ensure.js';
import { benchExplain } from './bench-explain.js';
import { benchRefresh } from './bench-refresh.js';

// npm run bench:server: what asking and changing a server costs; also a part of npm run bench.

await benchRefresh();
await benchEnsure();
await benchExplain();
process.exit(0);
