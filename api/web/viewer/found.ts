// Where words stand in a document, and marking them there without touching its nodes.
import { fold, sought } from "./folding";

const SHORTEST = 2;
const MOST = 2000;
const ALL = "danvan-found";
const HERE = "danvan-here";

/** The folded text of an element, and the nodes that its places lie in. */
export class Findable {
  private readonly nodes: Text[] = [];
  private readonly starts: number[] = [];
  private readonly folded: string;

  constructor(root: Element) {
    const pieces: string[] = [];
    let length = 0;
    let block: Element | null = null;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode as Text;
      const around = node.parentElement?.closest(".block, td, th") ?? null;
      if (around === null) continue;
      if (around !== block) {
        pieces.push("\n");
        length += 1;
        block = around;
      }
      this.nodes.push(node);
      this.starts.push(length);
      pieces.push(node.data);
      length += node.data.length;
    }
    this.folded = fold(pieces.join(""));
  }

  /** Every place of what was typed, case and diacritics apart, at most 2,000; none for less than two letters. */
  places(typed: string): Range[] {
    const wanted = sought(typed);
    const found: Range[] = [];
    if (wanted.length < SHORTEST) return found;
    for (
      let at = this.folded.indexOf(wanted);
      at >= 0 && found.length < MOST;
      at = this.folded.indexOf(wanted, at + wanted.length)
    ) {
      found.push(this.range(at, at + wanted.length));
    }
    return found;
  }

  private range(start: number, end: number): Range {
    const range = new Range();
    const [first, from] = this.node(start);
    const [last, before] = this.node(end - 1);
    range.setStart(first, from);
    range.setEnd(last, before + 1);
    return range;
  }

  private node(place: number): [Text, number] {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= place) low = middle;
      else high = middle - 1;
    }
    return [this.nodes[low] as Text, place - (this.starts[low] as number)];
  }
}

/** Show all places, one of them as the present one; where a browser cannot, the present one is selected instead. */
export function show(places: readonly Range[], here: Range | null): void {
  if (!("highlights" in CSS)) {
    const selection = getSelection();
    selection?.removeAllRanges();
    if (here) selection?.addRange(here);
    return;
  }
  CSS.highlights.set(ALL, new Highlight(...places));
  const present = new Highlight(...(here ? [here] : []));
  present.priority = 1;
  CSS.highlights.set(HERE, present);
}
