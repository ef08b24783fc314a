// What is copied as a citation: words, and where they stand, as an official writes it into a report.
import type { Places } from "./places";

const LONGEST_QUOTE = 1200;

export interface Citation {
  /** The place in an official's words ("Mục III.2"), "" where the document has none. */
  readonly label: string;
  readonly words: string;
}

/** The words in quotation marks when they are short enough, then the document and the place. */
export function written(citation: Citation, naming: string): string {
  const where = citation.label ? `${naming}, ${citation.label}` : naming;
  return citation.words && citation.words.length <= LONGEST_QUOTE ? `“${citation.words}” (${where})` : where;
}

/** A section with all that it holds, or a paragraph within one. */
export function ofSection(first: HTMLElement, places: Places): Citation {
  return { label: first.dataset.label ?? "", words: places.section(first).map(wordsOf).join("\n") };
}

/** The words that the reader has selected, null when nothing of the document is. */
export function ofSelection(places: Places): Citation | null {
  const selection = getSelection();
  const words = selection?.toString().trim() ?? "";
  if (!selection?.rangeCount || !words) return null;
  const range = selection.getRangeAt(0);
  const first = labelAt(range.startContainer, places);
  const last = labelAt(range.endContainer, places);
  if (first === null || last === null) return null;
  return { label: first === last ? first : `${first} đến ${last}`, words: words.replace(/\n+/g, "\n") };
}

function labelAt(node: Node, places: Places): string | null {
  const block = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(".block") ?? null;
  return block && places.numberOf(block) >= 0 ? (places.labelled(block)?.dataset.label ?? "") : null;
}

function wordsOf(block: HTMLElement): string {
  const cells = [...block.querySelectorAll("td, th")].map((cell) => cell.textContent ?? "");
  return cells.length ? cells.join("\t") : (block.textContent ?? "");
}
