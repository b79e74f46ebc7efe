/** What waits for the end of a press; the latest alone counts. */
let waiting: (() => void) | null = null;
let isPressed = false;

/**
 * Runs what draws at once, or as soon as the pointer that is down is up and has clicked: of what moves or goes between
 * the two there is no click.
 */
export function afterPress(draw: () => void): void {
  if (isPressed) waiting = draw;
  else draw();
}

function press({ button }: PointerEvent): void {
  // A menu takes the release of any other button.
  isPressed = button === 0;
}

function release(): void {
  // The click comes in the task of the release.
  setTimeout(() => {
    isPressed = false;
    waiting?.();
    waiting = null;
  });
}

window.addEventListener('pointerdown', press, true);
for (const end of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(end, release, true);
