// The page of one document: table of contents, search, copying, and the way to what is quoted.
import { button } from "../chat/nodes";
import { citing } from "./citing";
import { following, Places } from "./places";
import { reveal } from "./revealing";
import { searching } from "./searching";

const OUTLINE_BESIDE = "(min-width: 48rem)";
const FACTS_BESIDE = "(min-width: 75rem)";

export function reader(page: HTMLElement): void {
  const paper = page.querySelector<HTMLElement>(".paper") as HTMLElement;
  const bar = page.querySelector<HTMLElement>(".bar") as HTMLElement;
  const outline = page.querySelector<HTMLDetailsElement>(".outline");
  const facts = page.querySelector<HTMLDetailsElement>(".facts") as HTMLDetailsElement;
  openWhere(facts, FACTS_BESIDE);
  const places = new Places(paper);
  citing(paper, bar, page.dataset.naming ?? "", places);
  if (outline) {
    openWhere(outline, OUTLINE_BESIDE);
    closing(outline);
    following(outline, places);
  }
  searching(page.querySelector(".find") as HTMLFormElement, paper, places);
  page.querySelector(".document-actions")?.append(button("plain", "In văn bản", () => print()));
  tellSource(page);
  markCited(paper, places);
  toQuote(paper);
}

/** Panels stand open where there is room beside the text; how the reader leaves them is not changed by the script. */
function openWhere(panel: HTMLDetailsElement, media: string): void {
  const wide = matchMedia(media);
  panel.open = wide.matches;
  wide.addEventListener("change", () => (panel.open = wide.matches));
}

/** On a phone the table of contents lies over the text: it goes away when a line is taken, on Escape and beside it. */
function closing(outline: HTMLDetailsElement): void {
  const summary = outline.querySelector("summary") as HTMLElement;
  const over = (): boolean => outline.open && !matchMedia(OUTLINE_BESIDE).matches;
  outline.addEventListener("click", (event) => {
    if (over() && (event.target as Element).closest("a")) outline.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !over()) return;
    outline.open = false;
    summary.focus();
  });
  for (const elsewhere of ["pointerdown", "focusin"]) {
    document.addEventListener(elsewhere, (event) => {
      if (over() && !outline.contains(event.target as Node)) outline.open = false;
    });
  }
}

/** On paper it says from where the document is and of what day the print is. */
function tellSource(page: HTMLElement): void {
  const source = page.querySelector(".print-source");
  const day = new Date();
  source?.append(` ${location.host}, in ngày ${day.getDate()}/${day.getMonth() + 1}/${day.getFullYear()}.`);
}

/** Show the whole section that the address names, not only its first line. */
function markCited(paper: HTMLElement, places: Places): void {
  function mark(): void {
    for (const old of paper.querySelectorAll(".cited")) old.classList.remove("cited");
    if (paper.querySelector("mark.quote")) return; // the quoted words themselves are marked
    const block = location.hash ? places.aim() : null;
    if (!block) return;
    const held = places.section(block);
    if (held.length <= 12) for (const each of held) each.classList.add("cited");
  }
  addEventListener("hashchange", mark);
  mark();
}

/** Go to the first quoted span when the page is opened by a citation; not when somebody comes back to it. */
function toQuote(paper: HTMLElement): void {
  const quote = paper.querySelector("mark.quote");
  const [opened] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (!quote || (opened && opened.type !== "navigate")) return;
  const go = (): void => requestAnimationFrame(() => reveal(quote)) as unknown as void;
  if (document.readyState === "complete") go();
  else addEventListener("load", go);
}
