type Attributes = Readonly<Record<string, string | number | boolean | null>>;
export type Child = Node | string | null;

/** `element('button', { class: 'quiet' }, 'Copy')`; an attribute of null or false is left out, true is empty. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function button(label: string, onClick: () => void, className = 'quiet'): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A drawing of lines in a box of 16 by 16; it says nothing to screen readers. */
export function icon(paths: readonly string[], className: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const made = document.createElementNS(namespace, 'svg');
  for (const [key, value] of [
    ['viewBox', '0 0 16 16'],
    ['class', `icon ${className}`],
    ['aria-hidden', 'true'],
  ] as const) {
    made.setAttribute(key, value);
  }
  for (const path of paths) {
    const line = document.createElementNS(namespace, 'path');
    line.setAttribute('d', path);
    made.append(line);
  }
  return made;
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}
