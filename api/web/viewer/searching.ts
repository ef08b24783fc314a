// Searching within the document: while typing, onward with Enter, back with Shift+Enter, cleared with Escape.
import { make } from "../chat/nodes";
import { Findable, show } from "./found";
import type { Places } from "./places";
import { reveal } from "./revealing";

const PAUSE_MS = 120;

export function searching(form: HTMLFormElement, paper: HTMLElement, places: Places): void {
  const field = form.querySelector("input") as HTMLInputElement;
  const told = form.querySelector("output") as HTMLOutputElement;
  let findable: Findable | null = null;
  let found: Range[] = [];
  let here = -1;
  let done = "";
  let waiting = 0;

  const back = stepButton("‹", "Kết quả trước", () => step(-1));
  const onward = stepButton("›", "Kết quả sau", () => step(1));
  form.querySelector("button[type=submit]")?.replaceWith(back, onward);

  function present(): void {
    const place = found[here] ?? null;
    show(found, place);
    if (place) reveal(place);
    told.textContent = found.length ? `${here + 1}/${found.length}` : done.trim().length > 1 ? "Không thấy" : "";
    told.setAttribute("aria-label", found.length ? `Kết quả ${here + 1} trong ${found.length}` : told.textContent);
    back.hidden = onward.hidden = !found.length;
  }

  function run(): void {
    clearTimeout(waiting);
    if (field.value === done) return;
    done = field.value;
    findable ??= new Findable(paper);
    found = findable.places(done);
    const reading = places.reading();
    const from = reading ? places.numberOf(reading) : 0;
    here = Math.max(
      found.findIndex((place) => places.numberOf(blockOf(place)) >= from),
      0,
    );
    present();
  }

  function step(by: number): void {
    run();
    if (!found.length) return;
    here = (here + by + found.length) % found.length;
    present();
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(run, PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (field.value === done) step(event.shiftKey ? -1 : 1);
      else run();
    } else if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      run();
    }
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  withoutServerMarks(paper);
  present();
  if (field.value) run();
}

function blockOf(place: Range): Element | null {
  return place.startContainer.parentElement?.closest(".block") ?? null;
}

function stepButton(sign: string, label: string, act: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", class: "plain step", "aria-label": label, title: label }, sign);
  made.addEventListener("click", act);
  return made;
}

/** The server marks what an address searches for, for browsers without a script; from here on the script does. */
function withoutServerMarks(paper: HTMLElement): void {
  for (const mark of paper.querySelectorAll("mark.hit")) {
    const around = mark.parentElement as HTMLElement;
    mark.replaceWith(...mark.childNodes);
    around.normalize();
  }
}
