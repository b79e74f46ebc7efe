/** Work in small steps, between which others have their turn; its value is what it comes to. */
export type Steps<T> = Generator<void, T>;

/** All steps at once. */
export function done<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
