// Where a question is written. Enter sends, unless an input method (Telex, VNI) is still composing a word.
import { icon, make } from "./nodes";
import { fill, type Words } from "./words";

export const QUESTION_LIMIT = 2000;
const NEAR_LIMIT = 1800;
const COMPOSING = 229; // the key code that browsers give to keys that belong to an input method

/** Count as the server does: characters after composition. */
export function lengthOf(question: string): number {
  return [...question.normalize("NFC").trim()].length;
}

export class Composer {
  readonly element: HTMLFormElement;
  readonly field: HTMLTextAreaElement;
  readonly #send: HTMLButtonElement;
  readonly #count: HTMLElement;
  #busy = false;

  constructor(
    private readonly words: Words,
    private readonly ask: (question: string) => void,
    private readonly stop: () => void,
  ) {
    this.field = make("textarea", {
      id: "question",
      rows: "1",
      enterkeyhint: "send",
      placeholder: words.placeholder,
      "aria-describedby": "hint count",
    });
    this.#send = make("button", { type: "submit", class: "send" });
    this.#count = make("p", { id: "count", class: "count", role: "status" });
    const row = make("div", { class: "row" }, this.field, this.#send);
    const hint = make("p", { id: "hint", class: "hint" }, words.hint);
    this.element = make(
      "form",
      { class: "composer" },
      make("label", { for: "question", class: "unseen" }, words.question),
      row,
      hint,
      this.#count,
    );
    this.element.addEventListener("submit", (event) => this.#submit(event));
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("input", () => this.#measure());
    this.busy = false;
  }

  /** While an answer is under way the button stops it. */
  set busy(busy: boolean) {
    this.#busy = busy;
    const label = busy ? this.words.stop : this.words.send;
    this.#send.replaceChildren(icon(busy ? "stop" : "send"));
    this.#send.setAttribute("aria-label", label);
    this.#send.title = label;
  }

  /** Empty the field after a question was taken. */
  clear(): void {
    this.field.value = "";
    this.#measure();
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.#busy) this.stop();
    else this.#offer();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === COMPOSING) return;
    event.preventDefault();
    if (!this.#busy) this.#offer();
  }

  #offer(): void {
    const question = this.field.value.trim();
    this.#measure();
    if (question && lengthOf(question) <= QUESTION_LIMIT) this.ask(question);
    else this.field.focus();
  }

  #measure(): void {
    const length = lengthOf(this.field.value);
    const over = length > QUESTION_LIMIT;
    this.field.setAttribute("aria-invalid", String(over));
    const near = length > NEAR_LIMIT ? `${length}/${QUESTION_LIMIT}` : "";
    this.#count.textContent = over ? fill(this.words.tooLong, length.toLocaleString("vi-VN")) : near;
    this.field.style.height = "auto"; // grows with what is written, up to what the style sheet allows
    if (this.field.value) this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
