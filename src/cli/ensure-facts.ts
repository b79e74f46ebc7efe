import type { EnsureOutcome, EnsurePlan, EnsureProgress } from '../model/ensure.js';

// What ensure and sync both ask of a plan, and of what came of it.

export function createCount({ collections }: EnsurePlan): number {
  return collections.reduce((sum, { create }) => sum + create.length, 0);
}

export function leavesDifferent({ collections }: EnsurePlan): boolean {
  return collections.some(({ skipped }) => skipped.some(({ reason }) => reason === 'different'));
}

/** Names of collections whose indexes the role may not list. */
export function unlistedIn({ collections }: EnsurePlan): readonly string[] {
  return collections.flatMap(({ collection, skipped }) =>
    skipped.some(({ reason }) => reason === 'not-permitted') ? [collection] : [],
  );
}

export function isClean({ failed, skipped, cancelled }: EnsureOutcome): boolean {
  return (
    failed.length === 0 && cancelled.length === 0 && skipped.every(({ reason }) => reason === 'building')
  );
}

export function progressText({ collection, names, done, total, build }: EnsureProgress): string {
  const percent = typeof build?.percent === 'number' ? `, ${Math.round(build.percent)} %` : '';
  return `Creating ${names.length} in ${collection} (${done + 1} of ${total} collections${percent})`;
}
