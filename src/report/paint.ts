/** How a report for people is coloured; the plain one writes no escape codes. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly notice: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

const same = (text: string): string => text;

export const plainPaint: Paint = { good: same, bad: same, notice: same, faint: same, strong: same };
