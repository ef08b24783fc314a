// What stands above the first question: who is talking, what must not be written, and questions to begin with.
import { button, make } from "./nodes";
import { type Server, Trouble } from "./server";
import { fill, type Words } from "./words";

const SUGGESTIONS = 4;
const BARRED = new Set(["denied", "unknown", "offline"]);

export class Welcome {
  readonly element: HTMLElement;
  readonly #greeting: HTMLElement;
  readonly #kept: HTMLElement;
  readonly #first: HTMLElement;
  #asked = false;

  constructor(
    greeting: string,
    private readonly words: Words,
    private readonly ask: (question: string) => unknown,
  ) {
    this.#greeting = make("p", { class: "greeting" }, greeting);
    this.#first = make("div", { class: "first" });
    this.#kept = make("p", { class: "machine", hidden: true });
    const note = make("p", { class: "machine" }, make("strong", {}, words.machine), ` ${words.secrets}`);
    this.element = make(
      "div",
      { class: "welcome" },
      this.#greeting,
      note,
      this.#kept,
      make("slot", { name: "notice" }),
      this.#first,
    );
  }

  /** Greet with other words. */
  greet(greeting: string): void {
    this.#greeting.textContent = greeting;
  }

  /** Say for how many days questions may be kept. */
  keeps(days: number): void {
    this.#kept.textContent = fill(this.words.kept, days);
    this.#kept.hidden = false;
  }

  /** Offer first questions, once, as soon as the server has told them; say so if the page is not let in at all. */
  async offer(server: Server): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    this.#first.replaceChildren(make("p", { class: "waiting", "aria-hidden": "true" }));
    try {
      const offered = await server.suggestions(SUGGESTIONS);
      const choices = offered.map(({ label, question }) =>
        make(
          "li",
          {},
          button("choice", label || question, () => this.ask(question)),
        ),
      );
      this.#first.replaceChildren(
        ...(choices.length
          ? [make("h3", {}, this.words.suggestions), make("ul", { class: "choices", lang: "vi" }, ...choices)]
          : []),
      );
    } catch (error) {
      const barred = error instanceof Trouble && BARRED.has(error.fault) ? error.detail || this.words[error.fault] : "";
      this.#first.replaceChildren(...(barred ? [make("p", { class: "complaint", role: "alert" }, barred)] : []));
      this.#asked = false;
    }
  }

  /** Take the first questions away once one was asked. */
  set begun(begun: boolean) {
    this.#first.hidden = begun;
  }
}
