// Where the reader is: the paragraphs in order, the section that is being read, and what belongs to a section.

/** The paragraphs of a document, in order, and how to get from a point on the screen to one of them. */
export class Places {
  readonly blocks: HTMLElement[];
  private readonly numbers = new Map<Element, number>();

  constructor(private readonly paper: HTMLElement) {
    this.blocks = [...paper.querySelectorAll<HTMLElement>(".block")];
    this.blocks.forEach((block, number) => this.numbers.set(block, number));
  }

  /** The place of a paragraph in the order of the text, -1 for what is none. */
  numberOf(block: Element | null): number {
    return (block && this.numbers.get(block)) ?? -1;
  }

  /** The paragraph that is being read: what the address leads to while it is well on the screen, else what is near the top. */
  reading(): HTMLElement | null {
    const aim = this.aim();
    const box = aim?.getBoundingClientRect();
    const lowest = scrollY + innerHeight > document.documentElement.scrollHeight - 4 ? 1 : 0.6;
    return aim && box && box.bottom > 60 && box.top < innerHeight * lowest ? aim : this.atReadingLine();
  }

  /** Whether the reader is still above the text. */
  above(): boolean {
    return this.paper.getBoundingClientRect().top > 110;
  }

  /** The paragraph that the address leads to: where its anchor stands, or its quote when it names no anchor. */
  aim(): HTMLElement | null {
    if (!location.hash) return this.paper.querySelector("mark.quote")?.closest<HTMLElement>(".block") ?? null;
    const target = aimed(location.hash);
    const block = target?.closest<HTMLElement>(".block") ?? target?.nextElementSibling;
    return block instanceof HTMLElement && this.numbers.has(block) ? block : null;
  }

  /** The paragraph that stands at the line where one reads, a little below the top. */
  private atReadingLine(): HTMLElement | null {
    const box = this.paper.getBoundingClientRect();
    const x = box.left + Math.min(box.width / 2, 300);
    for (let y = 110; y < Math.min(innerHeight, 320); y += 30) {
      const block = document.elementFromPoint(x, y)?.closest<HTMLElement>(".block");
      if (block && this.numbers.has(block)) return block;
    }
    return null;
  }

  /** The paragraph with a place in words ("Mục III.2") that holds this one: itself, or the nearest above. */
  labelled(block: HTMLElement): HTMLElement | null {
    for (let number = this.numberOf(block); number >= 0; number -= 1) {
      if (this.blocks[number]?.dataset.label) return this.blocks[number] ?? null;
    }
    return null;
  }

  /** A section from its first paragraph to its last; a paragraph within a section stands for itself. */
  section(first: HTMLElement): HTMLElement[] {
    const depth = Number(first.dataset.depth);
    const held = [first];
    if (first.dataset.depth === undefined) return held;
    for (const block of this.blocks.slice(this.numberOf(first) + 1)) {
      if (block.dataset.depth !== undefined && Number(block.dataset.depth) <= depth) break;
      if (block.parentElement?.closest(".area.signed") && !first.closest(".area.signed")) break;
      held.push(block);
    }
    return held;
  }
}

/** What an anchor leads to; people type and cut off addresses, so that any rubbish may stand there. */
function aimed(hash: string): HTMLElement | null {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}

/** Mark in the table of contents where one reads. */
export function following(outline: HTMLDetailsElement, places: Places): void {
  const nav = outline.querySelector("nav") as HTMLElement;
  const links = new Map<number, HTMLAnchorElement>();
  for (const link of outline.querySelectorAll<HTMLAnchorElement>("a")) {
    const target = aimed(link.hash);
    const block = target?.closest(".block") ?? target?.nextElementSibling;
    if (block && places.numberOf(block) >= 0) links.set(places.numberOf(block), link);
  }
  const numbers = [...links.keys()].sort((a, b) => a - b);
  let marked: HTMLAnchorElement | undefined;
  let asked = false;

  function mark(): void {
    asked = false;
    const block = places.reading();
    if (!block && !places.above()) return; // between two paragraphs
    const here = block ? places.numberOf(block) : -1;
    const number = numbers.filter((start) => start <= here).at(-1);
    const link = number === undefined ? undefined : links.get(number);
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
    if (link && outline.open) keepInSight(link, outline.scrollHeight > outline.clientHeight ? outline : nav);
  }

  const later = (): void => {
    if (!asked) requestAnimationFrame(mark);
    asked = true;
  };
  for (const moved of ["scroll", "resize", "hashchange"]) addEventListener(moved, later, { passive: true });
  later();
}

function keepInSight(link: HTMLElement, list: HTMLElement): void {
  const box = link.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (box.top < frame.top + 40 || box.bottom > frame.bottom - 20)
    list.scrollTop += box.top - frame.top - frame.height / 3;
}
