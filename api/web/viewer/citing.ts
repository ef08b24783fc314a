// Copying the citation of a section: its words and where they stand, as an official writes it into a report.
import { copied } from "../chat/clipboard";
import { button, icon, make } from "../chat/nodes";
import type { Places } from "./places";

const LONGEST_QUOTE = 1200;

/** What is copied: the words in quotation marks when they are short enough, then the document and the place. */
export function citation(naming: string, label: string, words: string): string {
  const where = label ? `${naming}, ${label}` : naming;
  return words && words.length <= LONGEST_QUOTE ? `“${words}” (${where})` : where;
}

export function citing(paper: HTMLElement, bar: HTMLElement, naming: string, places: Places): void {
  const told = make("p", { class: "copied", role: "status" });
  document.body.append(told);
  let fading = 0;
  let block: HTMLElement | null = null;

  async function cite(first: HTMLElement): Promise<void> {
    const label = first.dataset.label ?? "";
    const words = places.section(first).map((held) => wordsOf(held)).join("\n");
    const done = await copied(citation(naming, label, words), barButton);
    told.textContent = done ? `Đã sao chép trích dẫn: ${label}` : "Trình duyệt không cho sao chép.";
    clearTimeout(fading);
    fading = window.setTimeout(() => (told.textContent = ""), 4000);
  }

  const beside = make("div", { class: "citing" });
  beside.hidden = true;
  const besideButton = button("plain", "Sao chép trích dẫn", () => block && cite(block), icon("copy"));
  besideButton.tabIndex = -1; // by keyboard: the button in the bar, which copies the section that is being read
  beside.append(besideButton);
  paper.append(beside);

  function offer(found: HTMLElement | null): void {
    block = found;
    beside.hidden = !found;
    if (!found) return;
    besideButton.setAttribute("aria-label", `Sao chép trích dẫn: ${found.dataset.label ?? ""}`);
    beside.style.top = `${found.getBoundingClientRect().top - paper.getBoundingClientRect().top}px`;
  }

  paper.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || beside.contains(event.target as Node)) return;
    const over = (event.target as Element).closest<HTMLElement>(".block[data-label]");
    if (over) offer(over);
  });
  paper.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") offer(null); // a finger leaves with every tap, before its click arrives
  });
  paper.addEventListener("click", (event) => {
    const over = (event.target as Element).closest<HTMLElement>(".block[data-label]");
    if (over && !(event.target as Element).closest("a") && getSelection()?.isCollapsed !== false) offer(over);
  });

  const here = make("span", { class: "place" });
  const barButton = button("plain copy", "Sao chép trích dẫn", () => {
    const reading = current();
    if (reading) return cite(reading);
    return undefined;
  }, icon("copy"));
  bar.append(here, barButton);

  function current(): HTMLElement | null {
    const reading = places.reading();
    return reading && places.labelled(reading);
  }

  let asked = false;
  const tell = (): void => {
    if (!asked) {
      requestAnimationFrame(() => {
        asked = false;
        const label = current()?.dataset.label ?? "";
        here.textContent = label;
        barButton.setAttribute("aria-label", label ? `Sao chép trích dẫn: ${label}` : "Sao chép trích dẫn");
      });
    }
    asked = true;
  };
  for (const moved of ["scroll", "resize", "hashchange"]) addEventListener(moved, tell, { passive: true });
  tell();
}

function wordsOf(block: HTMLElement): string {
  const cells = [...block.querySelectorAll("td, th")].map((cell) => cell.textContent ?? "");
  return cells.length ? cells.join("\t") : (block.textContent ?? "");
}
