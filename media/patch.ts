/**
 * Makes `present` like `next`, keeping what is the same: focus, scroll position and what screen readers have read stay
 * where they are. A child is kept for the next one of its kind, which one with another `data-key` or tag is not; what
 * goes or comes before it leaves it in place, so that a click on it is not lost.
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
  patchChildren(present, next);
}

function patchChildren(present: Element, next: Element): void {
  const waiting = groupedByKind(present.childNodes);
  const wanted = [...next.childNodes].map((child) => ({
    child,
    kept: waiting.get(kindOf(child))?.shift() ?? null,
  }));
  // What goes is gone before anything is put in its place: what stays is then moved only where the order is another.
  for (const gone of [...waiting.values()].flat()) gone.remove();
  let at = present.firstChild;
  for (const { child, kept } of wanted) {
    if (kept === null) present.insertBefore(child, at);
    else {
      if (kept instanceof Element && child instanceof Element) patch(kept, child);
      else if (kept.textContent !== child.textContent) kept.textContent = child.textContent;
      if (kept === at) at = at.nextSibling;
      else present.insertBefore(kept, at);
    }
  }
}

function groupedByKind(nodes: Iterable<ChildNode>): ReadonlyMap<string, ChildNode[]> {
  const groups = new Map<string, ChildNode[]>();
  for (const node of nodes) {
    const group = groups.get(kindOf(node));
    if (group) group.push(node);
    else groups.set(kindOf(node), [node]);
  }
  return groups;
}

/** Texts are of one kind, elements of that of their tag and key. */
function kindOf(node: ChildNode): string {
  return node instanceof Element ? `${node.tagName} ${node.getAttribute('data-key') ?? ''}` : '';
}
