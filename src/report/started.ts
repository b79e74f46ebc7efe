import type { EnsurePlan } from '../model/ensure.js';
import type { StartedBuilds, StartedIndex } from '../model/started-builds.js';
import { ensureJson, skippedLine } from './ensure.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';

/** What was started and left to the server, and how to look what came of it. */
export function startedText(
  plan: EnsurePlan,
  { created, existing, building, notStarted, failed }: StartedBuilds,
  paint: Paint,
): string {
  const named = ({ collection, name }: StartedIndex) => `${collection}.${name}`;
  return [
    `🔧 ${counted(existing, 'index')} of \`${plan.database}\` were there already.`,
    ...created.map((index) => paint.good(`   + ${named(index)} created in ${index.ms} ms`)),
    ...building.map((index) => `   ⏳ ${named(index)} is being built`),
    ...notStarted.map((index) =>
      paint.notice(`   🔶 ${named(index)} not started: the server builds others first`),
    ),
    ...failed.flatMap((index) => [
      paint.bad(`   ❌ ${named(index)}: ${index.message}`),
      `      ${index.hint}`,
    ]),
    ...plan.collections.flatMap(({ skipped }) => skipped.map((index) => `   ${skippedLine(index)}`)),
    ...(building.length > 0
      ? [
          'The server goes on by itself. Look with `index-lens check`: building, then applied; missing if it failed.',
        ]
      : []),
    ...(notStarted.length > 0 ? ['Start the rest with the same command once these are built.'] : []),
  ].join('\n');
}

/** The `ensure` document with `building`: what the server goes on with. */
export function startedJson(plan: EnsurePlan, started: StartedBuilds) {
  const { created, existing, building, notStarted, failed } = started;
  const skipped = plan.collections.flatMap((one) => one.skipped);
  const document = ensureJson(plan, { created, existing, skipped, failed, cancelled: [] });
  return {
    ...document,
    skipped: [
      ...document.skipped,
      ...notStarted.map(({ collection, name }) => ({ collection, name, reason: 'not-started' })),
    ],
    building: building.map(({ collection, name, key }) => ({ collection, name, key })),
  };
}
