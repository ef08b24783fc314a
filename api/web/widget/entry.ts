// What a portal loads before the first click: a button. The conversation itself is fetched when it is pressed.
//
//   <script src="https://…/widget.js" data-site="…" defer></script>     or     <danvan-chat site="…"></danvan-chat>
import { lettersOn, luminance } from "./colour";
import styleText from "./style.css";

const script = document.currentScript as HTMLScriptElement | null;
const base = new URL(".", script?.src || location.href).href.replace(/static\/web\/$/, "");
const style = new CSSStyleSheet();
style.replaceSync(styleText);

// All that a page may set. What may be asked about, and how it is answered, is the server's to say.
const PASSED_ON = ["site", "heading", "greeting", "lang"];
const FULL_SCREEN = matchMedia("(max-width: 30em), (max-height: 30em)");

type Panel = HTMLElement & { show(focus?: boolean): void };

class Chat extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #button = document.createElement("button");
  readonly #label = document.createElement("span");
  readonly #dialog = document.createElement("dialog");
  #panel: Panel | null = null;

  connectedCallback(): void {
    if (this.#root.hasChildNodes()) return;
    this.#root.adoptedStyleSheets = [style];
    this.#button.type = "button";
    this.#button.setAttribute("aria-haspopup", "dialog");
    this.#button.append(bubble(), this.#label);
    this.#say(this.#english ? "Ask the documents" : "Hỏi văn bản");
    this.#paint();
    this.#root.append(this.#button, this.#dialog);
    this.#rise();
    this.#button.addEventListener("click", () => void this.open());
    this.#dialog.addEventListener("close", () => this.#closed());
    this.#dialog.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && !event.isComposing && this.#dialog.close(),
    );
    // What is typed here is no short cut of the page around, which cannot see that it is typed into a field.
    for (const kind of ["keydown", "keypress", "keyup"])
      this.#dialog.addEventListener(kind, (event) => event.stopPropagation());
    FULL_SCREEN.addEventListener("change", () => this.#dialog.open && this.#reopen());
  }

  /** Open the panel, fetching the conversation the first time. */
  async open(): Promise<void> {
    this.#button.disabled = true;
    try {
      await customElement(base);
    } catch {
      return this.#say(this.#english ? "Could not be loaded; try again" : "Chưa tải được, bấm để thử lại");
    } finally {
      this.#button.disabled = false;
    }
    this.#panel ??= this.#makePanel();
    this.#present();
    this.#panel.show();
  }

  get #english(): boolean {
    return /^en/i.test(this.getAttribute("lang") ?? "");
  }

  #makePanel(): Panel {
    const panel = document.createElement("danvan-conversation") as Panel;
    panel.setAttribute("base", base);
    panel.setAttribute("layout", "panel");
    for (const name of PASSED_ON) {
      const value = this.getAttribute(name);
      if (value) panel.setAttribute(name, value);
    }
    panel.addEventListener("danvan-close", () => this.#dialog.close());
    this.#dialog.append(panel);
    return panel;
  }

  #present(): void {
    this.#button.hidden = true;
    if (FULL_SCREEN.matches) this.#dialog.showModal();
    else this.#dialog.show();
  }

  #reopen(): void {
    this.#dialog.close();
    this.#present();
  }

  #closed(): void {
    if (this.#dialog.open) return; // shown again in another form
    this.#button.hidden = false;
    this.#button.focus();
  }

  /** Go above the page, where nothing that it does to its own elements (a transform, a filter, a layer) reaches. */
  #rise(): void {
    if (!("popover" in this)) return;
    this.popover = "manual";
    this.showPopover();
  }

  #say(label: string): void {
    this.#label.textContent = label;
    this.#button.setAttribute("aria-label", label);
    this.#dialog.setAttribute("aria-label", this.getAttribute("heading") || label);
  }

  #paint(): void {
    const colour = this.getAttribute("color") ?? "";
    const light = luminance(colour);
    if (light === null) return;
    this.style.setProperty("--danvan-brand", colour);
    this.style.setProperty("--danvan-on-brand", lettersOn(light));
  }
}

function bubble(): SVGElement {
  const svg = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(svg, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", "M4 4h16v12H11l-5 4v-4H4zM8 8.500h8M8 12h5");
  drawn.append(path);
  return drawn;
}

/** Load the conversation's script once; resolves when its element is known. */
function customElement(from: string): Promise<unknown> {
  if (customElements.get("danvan-conversation")) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const loaded = document.createElement("script");
    loaded.src = `${from}static/web/chat.js`;
    loaded.nonce = script?.nonce ?? ""; // a portal that admits scripts by nonce admits this one with the first
    loaded.onload = resolve;
    loaded.onerror = (error) => (loaded.remove(), reject(error));
    document.head.append(loaded);
  });
}

if (!customElements.get("danvan-chat")) customElements.define("danvan-chat", Chat);

/** Put the button at the end of the page, with what the script tag says. */
function put({ site, title, greeting, position, color, lang }: DOMStringMap): void {
  if (!site || document.querySelector("danvan-chat")) return;
  const chat = document.createElement("danvan-chat");
  for (const [name, value] of Object.entries({ site, heading: title, greeting, position, color, lang })) {
    if (value) chat.setAttribute(name, value);
  }
  document.body.append(chat);
}

const said = script?.dataset ?? {};
if (document.body) put(said);
else addEventListener("DOMContentLoaded", () => put(said)); // the tag stands in the head, without `defer`
