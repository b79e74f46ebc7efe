/** Folders that are never read: packages, what is built, version control, coverage. No definition is written there. */
export const passedOver: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'coverage',
  '.git',
  '.next',
  '.nuxt',
  '.cache',
]);
