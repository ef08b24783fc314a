// One question with its answer on the screen, from "searching" to the last button.
import { card } from "./cards";
import { copyOnPress } from "./clipboard";
import type { Answer, Citation } from "./contract";
import { addSentence } from "./draft";
import { button, icon, make } from "./nodes";
import { answerText, paragraphs } from "./said";
import { type Server, Trouble } from "./server";
import { verdictButtons } from "./verdict";
import { fill, type Words } from "./words";

const NOTICES_SHOWN = 2;
const TALL_PX = 220;

/** What the turn asks of the conversation it belongs to. */
export interface Asking {
  server: Server;
  words: Words;
  ask: (question: string) => unknown;
}

export class TurnView {
  readonly element: HTMLElement;
  readonly #box: HTMLElement;
  readonly #said: HTMLElement;
  readonly #sources: HTMLElement;
  readonly #doing: HTMLElement;
  #citations: readonly Citation[] = [];
  #text = "";
  #composing = false;
  #drafted = false;
  #worded = false;
  #drawing = 0;
  #waiting: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly question: string,
    private readonly asking: Asking,
  ) {
    const { words } = asking;
    this.#doing = make("p", { class: "doing" }, words.searching);
    this.#said = make("div", { class: "said", lang: "vi" });
    this.#sources = make("div", { class: "sources" });
    this.#box = make("div", { class: "answer" }, this.#doing, this.#said, this.#sources);
    const asked = make(
      "h3",
      { class: "asked", lang: "vi" },
      make("span", { class: "unseen" }, `${words.asked}: `),
      question,
    );
    this.element = make("article", { class: "turn" }, asked, this.#box);
  }

  /** Where reading begins: at the question, or at the answer when the question is long. */
  get start(): HTMLElement {
    const asked = this.element.firstElementChild as HTMLElement;
    return asked.offsetHeight > TALL_PX ? this.#box : this.element;
  }

  /** Say what is being done while nothing else is there to read; a model that writes takes its time. */
  doing(words: string): void {
    if (!this.#composing) this.#doing.textContent = words;
  }

  /** Say that the sources are found and a language model is writing. */
  composing(): void {
    this.doing(this.asking.words.composing);
    this.#composing = true;
  }

  /** Show a proven sentence while the rest is still being written; return whether it is the first. It is no answer yet. */
  sentence(text: string): boolean {
    const first = !this.#drafted;
    if (first) {
      this.#drafted = this.#composing = true;
      this.#box.classList.add("writing");
      this.#box.setAttribute("aria-busy", "true");
      this.#doing.textContent = this.asking.words.writing;
      this.#sources.before(this.#doing);
      this.#sources.append(make("p", { class: "waiting", "aria-hidden": "true" }));
    }
    addSentence(this.#said, text);
    return first;
  }

  /** Show the sources; they come before the first word. Where sentences are shown, they stand until all is there. */
  sources(citations: readonly Citation[], related: readonly Citation[]): void {
    if (!this.#drafted) this.#showSources(citations, related);
  }

  #showSources(citations: readonly Citation[], related: readonly Citation[]): void {
    const { words } = this.asking;
    this.#citations = citations;
    const parts: HTMLElement[] = [];
    if (citations.length) parts.push(make("h4", {}, words.sources), this.#cards(citations, true));
    if (related.length) {
      const nearest = make(
        "details",
        { class: "nearest" },
        make("summary", {}, `${words.nearest} (${related.length})`),
      );
      parts.push(make("div", {}, nearest));
      nearest.append(this.#cards(related, false));
    }
    this.#sources.replaceChildren(...parts);
  }

  /** Add words; they are drawn with the next picture of the screen. */
  words(text: string): void {
    if (this.#drafted) return;
    this.#text += text;
    this.#drawing ||= requestAnimationFrame(() => this.#draw());
  }

  /** Show the whole answer with everything that can be done with it; return whether the words were there already. */
  finish(answer: Answer): boolean {
    const { words, server } = this.asking;
    this.#worded = answer.mode === "generative";
    this.#box.className = `answer ${answer.status}`;
    this.#box.removeAttribute("aria-busy");
    if (this.#drafted || !this.#sources.hasChildNodes()) this.#showSources(answer.citations, answer.related);
    this.#text = answer.answer;
    this.#draw();
    if (this.#worded) this.#said.after(make("p", { class: "aside" }, words.worded));
    else if (this.#drafted) this.#said.before(make("p", { class: "aside" }, words.replaced));
    const tag = answer.status === "answered" ? "" : words[answer.status];
    if (tag) this.#said.before(make("p", { class: "tag" }, tag));
    if (answer.options.length) this.#said.after(this.#options(answer));
    if (answer.notices.length) this.#sources.before(notices(answer.notices, words));
    const copy = button("plain", words.copyAnswer, () => undefined, icon("copy"));
    copyOnPress(copy, () => answerText(this.question, answer, words), words.copied, words.notCopied);
    this.#box.append(make("div", { class: "after" }, copy, verdictButtons(server, answer.id, words)));
    return this.#drafted && this.#worded;
  }

  /** Say what went wrong, and offer to try again, after the time that the server asks for. */
  fail(trouble: unknown, stopped: boolean, again: () => unknown): string {
    const { words } = this.asking;
    cancelAnimationFrame(this.#drawing);
    const said = stopped ? words.stopped : sentence(trouble, words);
    const retry = button("small", words.retry, again);
    this.#box.className = `answer ${stopped ? "stopped" : "trouble"}`;
    const { code, waitSeconds } = trouble instanceof Trouble ? trouble : new Trouble("failed");
    this.#box.replaceChildren(
      make("p", { class: "complaint" }, said),
      retry,
      code && make("p", { class: "code" }, fill(words.code, code)),
    );
    if (waitSeconds) this.#countDown(retry, waitSeconds);
    return said;
  }

  /** Stop whatever still ticks. */
  end(): void {
    clearInterval(this.#waiting);
    cancelAnimationFrame(this.#drawing);
  }

  #draw(): void {
    this.#drawing = 0;
    this.#doing.remove();
    this.#said.replaceChildren(
      ...paragraphs(this.#text, this.#citations, this.asking.words, (cited) => this.#show(cited), this.#worded),
    );
  }

  #show(citation: Citation): void {
    const shown = this.#sources.querySelector<HTMLElement>(`[data-marker="${citation.marker}"]`);
    shown?.focus({ preventScroll: true });
    shown?.scrollIntoView({ block: "nearest" });
  }

  #cards(citations: readonly Citation[], numbered: boolean): HTMLElement {
    const { server, words } = this.asking;
    return make("ol", { class: "cards" }, ...citations.map((citation) => card(citation, server.base, words, numbered)));
  }

  #options(answer: Answer): HTMLElement {
    const choices = answer.options.map((option) =>
      make(
        "li",
        {},
        button("choice", option.label, () => this.asking.ask(option.question)),
      ),
    );
    return make("ul", { class: "choices", lang: "vi" }, ...choices);
  }

  #countDown(retry: HTMLButtonElement, seconds: number): void {
    const { words } = this.asking;
    let left = seconds;
    const tick = () => {
      retry.disabled = left > 0;
      retry.textContent = left > 0 ? fill(words.waitSeconds, left) : words.retry;
      if (left-- <= 0) clearInterval(this.#waiting);
    };
    this.#waiting = setInterval(tick, 1000);
    tick();
  }
}

function notices(said: readonly string[], words: Words): HTMLElement {
  const lines = said.map((notice) => make("li", {}, notice));
  const box = make(
    "div",
    { class: "notices", lang: "vi" },
    make("h4", {}, words.notices),
    make("ul", {}, ...lines.slice(0, NOTICES_SHOWN)),
  );
  const rest = lines.slice(NOTICES_SHOWN);
  if (rest.length)
    box.append(
      make("details", {}, make("summary", {}, `${words.moreNotices} (${rest.length})`), make("ul", {}, ...rest)),
    );
  return box;
}

function sentence(error: unknown, words: Words): string {
  if (!(error instanceof Trouble)) return words.failed;
  return error.detail || words[error.fault];
}
