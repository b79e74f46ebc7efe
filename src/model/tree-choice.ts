export const treeSorts = ['name', 'size', 'usage', 'attention'] as const;
export type TreeSort = (typeof treeSorts)[number];

/** How the user wants to see the Indexes view. */
export interface TreeChoice {
  /** Words that each have to occur; empty: everything is shown. */
  readonly filter: string;
  readonly sort: TreeSort;
}

export const everything: TreeChoice = { filter: '', sort: 'name' };
