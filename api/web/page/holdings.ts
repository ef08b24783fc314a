// The documents of the scope: found by name, opened, or asked alone.
import type { DocumentName, Filters } from "../chat/contract";
import { make } from "../chat/nodes";
import { documentLine } from "../chat/naming";
import { fold, sought } from "../viewer/folding";

const SHOWN = 30;
const WORTH_SEARCHING = 8;

export class Holdings {
  readonly element = make("section", { "aria-labelledby": "holdings" });
  readonly #heading = make("h2", { id: "holdings" }, "Hỏi riêng văn bản");
  readonly #search = make("input", {
    type: "search",
    "aria-label": "Tìm theo tên, số, cơ quan",
    placeholder: "Tìm theo tên, số, cơ quan",
  });
  readonly #list = make("ul", { class: "holdings" });
  readonly #rest = make("p", { class: "hint" });
  #documents: DocumentName[] = [];
  #total = 0;

  constructor(
    private readonly filters: Filters,
    private readonly changed: () => void,
  ) {
    this.element.append(this.#heading, this.#search, this.#list, this.#rest);
    this.#search.addEventListener("input", () => this.draw());
  }

  /** Hold these documents, of `total` that are stored. */
  hold(documents: DocumentName[], total: number): void {
    this.#documents = documents;
    this.#total = total;
    this.#search.hidden = total < WORTH_SEARCHING;
    this.draw();
  }

  /** Draw what fits the filters and the words that were typed: chosen documents first. */
  draw(): void {
    const chosen = new Set(this.filters.document_ids);
    const words = sought(this.#search.value).split(" ");
    const fitting = this.#documents.filter(
      (named) => chosen.has(named.id) || (fits(named, this.filters) && holds(named, words)),
    );
    fitting.sort((one, other) => Number(chosen.has(other.id)) - Number(chosen.has(one.id)));
    const held = document.activeElement?.id;
    this.#list.replaceChildren(...fitting.slice(0, SHOWN).map((named) => this.#row(named, chosen.has(named.id))));
    this.#rest.replaceChildren(...this.#left(fitting.length));
    if (held?.startsWith("document-")) document.getElementById(held)?.focus();
  }

  /** What is said below the list: how many are not shown, and where all of them are, found by the words typed here. */
  #left(fitting: number): (Node | string)[] {
    const words = this.#search.value.trim();
    const all = make(
      "a",
      { href: words ? `/documents?${new URLSearchParams({ tim: words })}` : "/documents" },
      words ? `Tìm “${words}” trong cả ${this.#total} văn bản` : `Xem cả ${this.#total} văn bản`,
    );
    if (fitting > SHOWN) return [`Còn ${fitting - SHOWN} văn bản khác trong danh sách này. `, all];
    if (this.#total > this.#documents.length) return [all];
    return fitting ? [] : ["Không có văn bản nào như vậy trong kho."];
  }

  #row(named: DocumentName, checked: boolean): HTMLElement {
    const box = make("input", { type: "checkbox", id: `document-${named.id}` });
    box.checked = checked;
    box.addEventListener("change", () => {
      const others = (this.filters.document_ids ?? []).filter((id) => id !== named.id);
      this.filters.document_ids = box.checked ? [...others, named.id] : others;
      this.changed();
    });
    const name = make("span", {}, named.title, make("span", { class: "source" }, documentLine(named)));
    const open = make(
      "a",
      { href: `/documents/${encodeURIComponent(named.id)}`, "aria-label": `Mở ${named.title}` },
      "Mở",
    );
    return make("li", {}, make("label", {}, box, name), open);
  }
}

function fits(named: DocumentName, { locality, year, type }: Filters): boolean {
  return (!locality || named.locality === locality) && (!year || named.year === year) && (!type || named.type === type);
}

function holds(named: DocumentName, words: readonly string[]): boolean {
  const text = fold(`${named.title} ${documentLine(named)}`.normalize("NFC"));
  return words.every((word) => text.includes(word));
}
