/** The newest major version of Mongoose that is read; of a file whose version nobody knows it is assumed. */
export const newestMajor = 9;
/** Older ones are read as this one. */
const oldestMajor = 6;

/** The major version that a range of a package.json asks for, the highest of several; null: it does not say. */
export function majorOf(range: string): number | null {
  if (/^\s*>=?[^<]*$/.test(range)) return newestMajor;
  const majors = [...range.matchAll(/(?:^|[\s|@^~=<>v])(\d+)(?=$|[\s.|])/g)].map(([, digits]) =>
    Number(digits),
  );
  if (majors.length === 0) return null;
  return Math.min(Math.max(...majors, oldestMajor), newestMajor);
}
