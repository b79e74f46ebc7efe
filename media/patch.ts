/**
 * Makes `present` like `next`, keeping what is the same: focus, scroll position and what screen readers have read stay
 * where they are. Children are matched by their place; one with another `data-key` or tag is replaced.
 */
export function patch(present: Element, next: Element): void {
  for (const { name } of [...present.attributes]) {
    // A user opens and closes a fold.
    if (name !== 'open' && !next.hasAttribute(name)) present.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (present.getAttribute(name) !== value) present.setAttribute(name, value);
  }
  if (present instanceof HTMLInputElement && next instanceof HTMLInputElement) {
    present.checked = next.checked;
    present.indeterminate = next.indeterminate;
  }
  const wanted = [...next.childNodes];
  for (const [at, child] of wanted.entries()) {
    const before = present.childNodes[at];
    if (!before) present.append(child);
    else if (before instanceof Element && child instanceof Element && isSame(before, child))
      patch(before, child);
    else if (before instanceof Element || child instanceof Element) before.replaceWith(child);
    else if (before.textContent !== child.textContent) before.textContent = child.textContent;
  }
  while (present.childNodes.length > wanted.length) present.lastChild?.remove();
}

function isSame(before: Element, next: Element): boolean {
  return before.tagName === next.tagName && before.getAttribute('data-key') === next.getAttribute('data-key');
}
