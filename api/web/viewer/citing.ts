// Copying citations: of what is selected or being read, by the button in the bar; of any clause, by the one beside it.
import { copied } from "../chat/clipboard";
import { button, icon, make } from "../chat/nodes";
import { type Citation, ofSection, ofSelection, written } from "./citation";
import type { Places } from "./places";

const TOLD_MS = 4000;
const COPY = "Sao chép trích dẫn";

type Copy = (citation: Citation) => Promise<void>;

export function citing(paper: HTMLElement, bar: HTMLElement, naming: string, places: Places): void {
  const told = make("p", { class: "copied", role: "status" });
  document.body.append(told);
  let fading = 0;

  async function copy(citation: Citation): Promise<void> {
    const done = await copied(written(citation, naming), bar.querySelector("button.copy") as HTMLElement);
    told.textContent = done ? `Đã sao chép trích dẫn: ${citation.label}` : "Trình duyệt không cho sao chép.";
    clearTimeout(fading);
    fading = window.setTimeout(() => (told.textContent = ""), TOLD_MS);
  }

  inTheBar(bar, places, copy);
  besideClauses(paper, places, copy);
}

/** The button in the bar says what it would copy: what is selected, else the section that is being read. */
function inTheBar(bar: HTMLElement, places: Places, copy: Copy): void {
  const here = make("span", { class: "place" });
  const pressed = button("plain copy", COPY, () => copy(current() ?? { label: "", words: "" }), icon("copy"));
  pressed.addEventListener("pointerdown", (event) => event.preventDefault()); // or what is selected would be let go
  bar.append(here, pressed);

  function current(): Citation | null {
    const reading = places.reading();
    const labelled = reading && places.labelled(reading);
    return ofSelection(places) ?? (labelled && ofSection(labelled, places));
  }

  function tell(): void {
    asked = false;
    const selected = ofSelection(places);
    const reading = places.reading();
    const label = selected?.label ?? (reading && places.labelled(reading)?.dataset.label) ?? "";
    here.textContent = selected ? `Đang chọn: ${label}` : label;
    pressed.setAttribute("aria-label", label ? `${COPY}: ${label}` : COPY);
  }

  let asked = false;
  const later = (): void => {
    if (!asked) requestAnimationFrame(tell);
    asked = true;
  };
  for (const moved of ["scroll", "resize", "hashchange"]) addEventListener(moved, later, { passive: true });
  document.addEventListener("selectionchange", later);
  later();
}

/** A button that comes up beside the clause under the pointer, or the one that a finger taps. */
function besideClauses(paper: HTMLElement, places: Places, copy: Copy): void {
  let clause: HTMLElement | null = null;
  const pressed = button("plain", COPY, () => clause && copy(ofSection(clause, places)), icon("copy"));
  pressed.tabIndex = -1; // by keyboard: the button in the bar
  const beside = make("div", { class: "citing", hidden: true }, pressed);
  paper.append(beside);

  function offer(found: HTMLElement | null): void {
    clause = found;
    beside.hidden = !found;
    if (!found) return;
    pressed.setAttribute("aria-label", `${COPY}: ${found.dataset.label ?? ""}`);
    beside.style.top = `${found.getBoundingClientRect().top - paper.getBoundingClientRect().top}px`;
  }

  paper.addEventListener("pointerover", (event) => {
    const over = clauseAt(event);
    if (event.pointerType !== "touch" && over) offer(over);
  });
  paper.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") offer(null); // a finger leaves with every tap, before its click arrives
  });
  paper.addEventListener("click", (event) => {
    const over = clauseAt(event);
    if (over && !(event.target as Element).closest("a") && getSelection()?.isCollapsed !== false) offer(over);
  });
}

function clauseAt(event: Event): HTMLElement | null {
  return (event.target as Element).closest<HTMLElement>(".block[data-label]");
}
