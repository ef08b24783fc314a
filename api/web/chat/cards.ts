// A citation as a card: which document, which place, the quote word for word, the way to the document.
import { copyOnPress } from "./clipboard";
import type { Citation } from "./contract";
import { button, icon, make } from "./nodes";
import { citationText, documentLine, quoteAddress } from "./naming";
import type { Words } from "./words";

const LONG_QUOTE = 220;

/** Make the card of a citation; a card without number is one of the nearest sections, no source. */
export function card(citation: Citation, base: URL, words: Words, numbered: boolean): HTMLLIElement {
  const { label, heading } = citation.section;
  const place = [label, heading].filter(Boolean).join(" – ");
  const quote = make("blockquote", { lang: "vi" }, citation.quote);
  const shown = make(
    "div",
    { class: "card" },
    make(
      "p",
      { class: "document", lang: "vi" },
      numbered && make("span", { class: "number" }, String(citation.marker)),
      documentLine(citation.document),
    ),
    place ? make("p", { class: "place", lang: "vi" }, place) : null,
    quote,
    actions(citation, base, words, quote),
  );
  return make("li", numbered ? { tabindex: "-1", "data-marker": String(citation.marker) } : {}, shown);
}

function actions(citation: Citation, base: URL, words: Words, quote: HTMLElement): HTMLElement {
  const address = quoteAddress(citation, base);
  const copy = button("plain", words.copy, () => undefined, icon("copy"));
  copyOnPress(copy, () => citationText(citation), words.copied, words.notCopied);
  return make(
    "p",
    { class: "actions" },
    address &&
      make(
        "a",
        { class: "plain", href: address, target: "_blank", rel: "noopener" },
        icon("open"),
        words.open,
        make("span", { class: "unseen" }, ` ${words.newTab}`),
      ),
    copy,
    citation.quote.length > LONG_QUOTE && unfold(quote, words),
  );
}

function unfold(quote: HTMLElement, words: Words): HTMLElement {
  quote.classList.add("folded");
  const made = button("plain", words.more, () => {
    const folded = quote.classList.toggle("folded");
    made.setAttribute("aria-expanded", String(!folded));
    made.textContent = folded ? words.more : words.less;
  });
  made.setAttribute("aria-expanded", "false");
  return made;
}
