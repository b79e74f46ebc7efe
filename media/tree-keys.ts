interface TreeListener {
  /** Something was opened or closed. */
  toggled(): void;
  focused(item: HTMLElement): void;
}

/** Keyboard and mouse of a tree, by the ARIA pattern: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
export function followKeys(tree: HTMLElement, told: TreeListener): void {
  tree.addEventListener('keydown', (event) => {
    const item = itemOf(event.target);
    if (!item || event.ctrlKey || event.metaKey || event.altKey || !press(event.key, item)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  tree.addEventListener('focusin', ({ target }) => {
    const item = itemOf(target);
    if (item) told.focused(item);
  });
  tree.addEventListener('click', ({ target }) => {
    const item = itemOf(target);
    if (!item) return;
    // A click that ends a selection of text selects text.
    if (document.getSelection()?.isCollapsed === false) return;
    focus(item);
    if (target instanceof Element && target.closest('.twisty')) setOpen(item, !isOpen(item));
  });

  function press(key: string, item: HTMLElement): boolean {
    const all = shown();
    const at = all.indexOf(item);
    switch (key) {
      case 'ArrowDown':
        return focus(all[at + 1]);
      case 'ArrowUp':
        return focus(all[at - 1]);
      case 'Home':
        return focus(all[0]);
      case 'End':
        return focus(all.at(-1));
      case 'ArrowRight':
        return isOpen(item) ? focus(all[at + 1]) : setOpen(item, true);
      case 'ArrowLeft':
        return isOpen(item) ? setOpen(item, false) : focus(itemOf(item.parentElement));
      case 'Enter':
      case ' ':
        return setOpen(item, !isOpen(item));
      default:
        return false;
    }
  }

  function shown(): readonly HTMLElement[] {
    const all = [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')];
    return all.filter((item) => !item.parentElement?.closest('[aria-expanded=false]'));
  }

  function focus(item: HTMLElement | null | undefined): boolean {
    if (!item) return true;
    for (const other of tree.querySelectorAll('[tabindex="0"]')) other.setAttribute('tabindex', '-1');
    item.setAttribute('tabindex', '0');
    item.focus();
    return true;
  }

  /** A stage without inputs has nothing to open. */
  function setOpen(item: HTMLElement, open: boolean): boolean {
    if (item.hasAttribute('aria-expanded')) {
      item.setAttribute('aria-expanded', String(open));
      told.toggled();
    }
    return true;
  }
}

function itemOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[role=treeitem]') : null;
}

function isOpen(item: HTMLElement): boolean {
  return item.getAttribute('aria-expanded') === 'true';
}
