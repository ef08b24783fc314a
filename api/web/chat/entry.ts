// The conversation as an element: `<danvan-conversation>`. The widget opens it in a panel, the chat page at full size.
import { Composer, lengthOf, QUESTION_LIMIT } from "./composer";
import type { Filters, Greeting } from "./contract";
import { forget, historyOf, type Kept, remember, remembered, type Turn } from "./memory";
import { iconButton, icon, make, button, setAll } from "./nodes";
import { print } from "./print";
import { announcement } from "./said";
import { filled, Server, Trouble } from "./server";
import styleText from "./style.css";
import { TurnView } from "./turn";
import { Welcome } from "./welcome";
import { wordsOf } from "./words";

const SLOW_MS = 6000;
const SILENT_MS = 60_000;
const ABOVE_PX = 12;
const STRETCH_MS = 12;

const style = new CSSStyleSheet();
style.replaceSync(styleText);

export class Conversation extends HTMLElement {
  /** Which documents may answer; what the page around allows the visitor to choose. */
  filters: Filters = {};
  readonly #root = this.attachShadow({ mode: "open" });
  #words = wordsOf(null);
  #server = new Server(new URL("/", location.href), "");
  #kept: Kept = { conversationId: "", turns: [] };
  #views: TurnView[] = [];
  #underWay: AbortController | null = null;
  #title = make("h2", { class: "title" });
  #log = make("div", { class: "log" });
  #live = make("p", { class: "unseen", role: "status" });
  #bar = make("div", { class: "bar" });
  #welcome!: Welcome;
  #composer!: Composer;

  connectedCallback(): void {
    if (this.#root.hasChildNodes()) return;
    this.#words = wordsOf(this.getAttribute("lang"));
    const base = new URL(this.getAttribute("base") ?? "/", location.href);
    this.#server = new Server(base, this.getAttribute("site") ?? "", (greeting) => this.#greet(greeting));
    this.#build();
    this.#restore();
    if (this.getAttribute("layout") !== "panel") this.show(false);
  }

  disconnectedCallback(): void {
    this.#underWay?.abort();
    for (const view of this.#views) view.end();
  }

  /** The finished turns, oldest first. */
  get turns(): readonly Turn[] {
    return this.#kept.turns;
  }

  /** The server that answers. */
  get server(): Server {
    return this.#server;
  }

  /** Make the component ready to be read: first questions are fetched, the field is focused where that is wanted. */
  show(focus = true): void {
    if (this.#kept.turns.length === 0) void this.#welcome.offer(this.#server);
    if (focus) this.#composer.field.focus({ preventScroll: true });
  }

  /** Ask a question, and return when its answer is there. While another one is under way, nothing is asked. */
  async ask(question: string): Promise<void> {
    if (this.#underWay || !question.trim() || lengthOf(question) > QUESTION_LIMIT) return;
    const view = this.#begin(question);
    const control = new AbortController();
    this.#underWay = control;
    this.#composer.busy = true;
    const slow = setTimeout(() => view.doing(this.#words.slow), SLOW_MS);
    try {
      await this.#follow(question, view, control);
    } catch (error) {
      const stopped = control.signal.aborted && !(control.signal.reason instanceof Trouble);
      const said = view.fail(control.signal.aborted ? control.signal.reason : error, stopped, () => this.#again(view));
      this.#live.textContent = said;
    } finally {
      clearTimeout(slow);
      this.#underWay = null;
      this.#composer.busy = false;
    }
  }

  /** Delete the conversation, here and in the tab's store. */
  clear(): void {
    this.#underWay?.abort();
    forget(this.#memory);
    this.#kept = { conversationId: "", turns: [] };
    for (const view of this.#views.splice(0)) {
      view.end();
      view.element.remove();
    }
    this.#changed();
    this.show();
  }

  get #memory(): string {
    return `danvan:${this.#server.base.href}:${this.#server.site}`;
  }

  #build(): void {
    this.#root.adoptedStyleSheets = [style];
    const words = this.#words;
    this.#welcome = new Welcome(this.getAttribute("greeting") || words.greeting, words, (question) =>
      this.ask(question),
    );
    this.#composer = new Composer(
      words,
      (question) => void this.ask(question),
      () => this.#underWay?.abort(),
    );
    this.#title.textContent = this.getAttribute("heading") || words.title;
    const fresh = iconButton("fresh", words.fresh, () => this.#confirm(), icon("fresh"));
    const paper = iconButton(
      "print",
      words.print,
      () => print(this.turns, this.#title.textContent ?? "", words, this.#bar),
      icon("print"),
    );
    const close = iconButton("close", words.close, () => this.dispatchEvent(new Event("danvan-close")), icon("close"));
    this.#bar.append(this.#title, make("slot", { name: "tools" }), paper, fresh, close);
    this.#log.append(this.#welcome.element);
    const page = this.getAttribute("layout") === "page"; // there, what can be done stands below what was said
    // Elsewhere what was said scrolls by itself: who has no mouse must reach it, also while nothing in it can be pressed.
    if (!page) setAll(this.#log, { tabindex: "0", role: "region", "aria-label": words.conversation });
    const parts = page ? [this.#title, this.#log, this.#bar] : [this.#bar, this.#log];
    const lang = this.getAttribute("lang") ?? "vi";
    this.#root.append(make("div", { class: "frame", lang }, ...parts, this.#live, this.#composer.element));
  }

  #greet({ title, greeting, days_kept: days }: Greeting): void {
    if (title && !this.hasAttribute("heading")) this.#title.textContent = title;
    if (greeting && !this.hasAttribute("greeting")) this.#welcome.greet(greeting);
    if (typeof days === "number") this.#welcome.keeps(days);
  }

  #restore(): void {
    this.#kept = remembered(this.#memory);
    for (const turn of this.#kept.turns) this.#place(turn.question).finish(turn.answer);
    this.#changed();
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  #place(question: string): TurnView {
    const view = new TurnView(question, { server: this.#server, words: this.#words, ask: (next) => this.ask(next) });
    this.#views.push(view);
    this.#log.append(view.element);
    return view;
  }

  #begin(question: string): TurnView {
    this.#composer.clear();
    this.#welcome.begun = true;
    this.#live.textContent = this.#words.searching;
    const view = this.#place(question);
    this.#bringUp(view);
    return view;
  }

  async #follow(question: string, view: TurnView, control: AbortController): Promise<void> {
    let silence = 0;
    const wait = () => {
      clearTimeout(silence);
      silence = window.setTimeout(() => control.abort(new Trouble("cut")), SILENT_MS);
    };
    const breath = breathing();
    wait();
    try {
      for await (const progress of this.#server.ask(this.#inquiry(question), control.signal)) {
        wait();
        if (progress.kind === "writing") view.composing();
        else if (progress.kind === "sentence") view.sentence(progress.text) && this.#bringUp(view);
        else if (progress.kind === "sources") view.sources(progress.citations, progress.related);
        else if (progress.kind === "words") view.words(progress.text);
        else if (progress.kind === "final") await this.#finish(view, { question, answer: progress.answer }, breath);
        await breath();
      }
    } finally {
      clearTimeout(silence);
    }
  }

  #inquiry(question: string) {
    const { conversationId, turns } = this.#kept;
    const filters = filled(this.filters);
    return {
      question,
      history: historyOf(turns),
      ...(conversationId ? { conversation_id: conversationId } : {}),
      ...(filters ? { filters } : {}),
    };
  }

  async #finish(view: TurnView, turn: Turn, breath: () => Promise<void>): Promise<void> {
    this.#kept = { conversationId: turn.answer.conversation_id, turns: [...this.#kept.turns, turn] };
    remember(this.#memory, this.#kept);
    const read = view.finish(turn.answer);
    this.#changed();
    await breath();
    this.#live.textContent = announcement(turn.answer, this.#words);
    if (!read) this.#bringUp(view); // what is being read already stays where it is
  }

  #again(view: TurnView): void {
    view.end();
    view.element.remove();
    this.#views = this.#views.filter((other) => other !== view);
    this.#composer.field.focus({ preventScroll: true });
    void this.ask(view.question);
  }

  /** Bring a turn to the top, so that an answer is read from its beginning. */
  #bringUp({ start }: TurnView): void {
    if (getComputedStyle(this.#log).overflowY === "visible") start.scrollIntoView({ block: "start" });
    else this.#log.scrollTop = start.offsetTop - ABOVE_PX;
  }

  #confirm(): void {
    const { forget: asked, forgetYes, forgetNo } = this.#words;
    this.#root.querySelector(".confirm")?.remove();
    if (this.#views.length === 0) return this.show();
    const close = () => {
      box.remove();
      this.#composer.field.focus();
    };
    const yes = button("small", forgetYes, () => (box.remove(), this.clear()));
    const box = make(
      "div",
      { class: "confirm", role: "alertdialog", "aria-label": asked },
      make("p", {}, asked),
      yes,
      button("plain", forgetNo, close),
    );
    this.#bar.after(box);
    yes.focus();
  }

  #changed(): void {
    this.#welcome.begun = this.turns.length > 0;
    this.toggleAttribute("begun", this.turns.length > 0);
  }
}

/** Return a way to let the browser draw and listen between two pieces of work, wherever enough was done at a stretch. */
function breathing(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < STRETCH_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    begun = performance.now();
  };
}

if (!customElements.get("danvan-conversation")) customElements.define("danvan-conversation", Conversation);
