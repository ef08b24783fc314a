// Making elements. Words from outside only ever become text nodes: nothing here, or anywhere else, reads HTML.

export type Child = Node | string | null | false;

type Attributes = Record<string, string | boolean>;

/** Make an element; `true` sets an attribute without a value, `false` leaves it out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  setAll(made, attributes);
  made.append(...children.filter((child): child is Node | string => Boolean(child)));
  return made;
}

/** Set attributes of an element as `make` does. */
export function setAll(element: Element, attributes: Attributes): void {
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(attribute, value === true ? "" : value);
  }
}

/** Make a button that does something; its words are its name. */
export function button(kind: string, label: string, act: () => unknown, icon?: SVGElement): HTMLButtonElement {
  const made = make("button", { type: "button", class: kind }, icon ?? null, make("span", {}, label));
  made.addEventListener("click", () => void act());
  return made;
}

/** Make a button that shows only a picture; `label` is its name. */
export function iconButton(kind: string, label: string, act: () => unknown, icon: SVGElement): HTMLButtonElement {
  const made = make("button", { type: "button", class: `icon ${kind}`, "aria-label": label, title: label }, icon);
  made.addEventListener("click", () => void act());
  return made;
}

const SVG = "http://www.w3.org/2000/svg";
const PICTURES = {
  up: "M7 21H3V10h4m0 11V10l5-8c2 0 3 1.300 3 3l-1 4h5a2 2 0 0 1 2 2.400l-1.500 8A2 2 0 0 1 17.500 21z",
  down: "M17 3h4v11h-4m0-11v11l-5 8c-2 0-3-1.300-3-3l1-4H5a2 2 0 0 1-2-2.400l1.500-8A2 2 0 0 1 6.500 3z",
  copy: "M9 9h11v12H9zM5 15H4V3h11v1",
  open: "M14 3h7v7m0-7L11 13M18 14v7H3V6h7",
  send: "M12 20V4m-7 7 7-7 7 7",
  stop: "M6 6h12v12H6z",
  close: "M5 5l14 14M19 5 5 19",
  fresh: "M12 5v14M5 12h14",
  print: "M6 9V3h12v6M6 18H3V9h18v9h-3M6 14h12v7H6z",
} as const;

export type Picture = keyof typeof PICTURES;

/** Draw one of the house's own pictures. */
export function icon(picture: Picture): SVGElement {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PICTURES[picture]);
  drawn.append(path);
  return drawn;
}
