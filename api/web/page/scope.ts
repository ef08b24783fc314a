// Which documents are asked: chips for place, year and type, and the documents that are left.
import type { DocumentName, Filters } from "../chat/contract";
import { make } from "../chat/nodes";
import { documentLine } from "../chat/naming";

const CHIPS_SHOWN = 12;
const DOCUMENTS_SHOWN = 100;

interface Facets {
  localities: { name: string; documents: number }[];
  years: { year: number; documents: number }[];
  types: { name: string; documents: number }[];
}

type Choice = { value: string | number; documents: number };
type Kind = "locality" | "year" | "type";
const KINDS: [Kind, string][] = [["locality", "Địa phương"], ["year", "Năm"], ["type", "Loại văn bản"]];

export class Scope {
  readonly element = make("aside", { class: "scope", "aria-label": "Phạm vi hỏi" });
  readonly #details = make("details");
  readonly #chosen = make("span", { class: "chosen" });
  readonly #body = make("div");
  #choices: Record<Kind, Choice[]> = { locality: [], year: [], type: [] };
  #all = new Set<Kind>();
  #documents: DocumentName[] = [];
  #total = 0;

  constructor(
    readonly filters: Filters,
    private readonly changed: () => void,
  ) {
    this.#details.append(make("summary", {}, "Phạm vi hỏi", this.#chosen), this.#body);
    this.element.append(this.#details);
    const wide = matchMedia("(min-width: 56rem)");
    this.#details.open = wide.matches;
    wide.addEventListener("change", () => (this.#details.open = wide.matches));
  }

  /** Fetch what there is to choose from; without it the page asks the whole store. */
  async load(get: <T>(path: string) => Promise<T>): Promise<void> {
    const listed = await get<{ documents: DocumentName[]; total: number }>(`api/v1/documents?limit=${DOCUMENTS_SHOWN}`);
    this.#documents = listed.documents;
    this.#total = listed.total;
    for (const id of this.filters.document_ids ?? []) await this.#need(id, get);
    const facets = await get<Facets>("api/v1/facets").catch(() => null);
    this.#choices = facets ? choicesOf(facets) : counted(this.#documents);
    this.draw();
  }

  /** Draw the chips and the list anew. */
  draw(): void {
    const held = this.element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    this.#chosen.textContent = this.#summary();
    this.#body.replaceChildren(...KINDS.map(([kind, label]) => this.#group(kind, label)).filter((group) => group !== null), ...this.#list());
    if (held) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(held)}"]`)?.focus();
  }

  async #need(id: string, get: <T>(path: string) => Promise<T>): Promise<void> {
    if (this.#documents.some((known) => known.id === id)) return;
    const found = await get<DocumentName>(`api/v1/documents/${encodeURIComponent(id)}`).catch(() => null);
    if (found) this.#documents.unshift(found);
    else this.filters.document_ids = this.filters.document_ids?.filter((other) => other !== id) ?? [];
  }

  #summary(): string {
    const { locality, year, type, document_ids: ids = [] } = this.filters;
    const said = [locality, year && `năm ${year}`, type, ids.length ? `${ids.length} văn bản được chọn` : ""].filter(Boolean);
    return said.length ? said.join(" · ") : `tất cả ${this.#total} văn bản`;
  }

  #group(kind: Kind, label: string): HTMLElement | null {
    const choices = this.#choices[kind];
    if (choices.length < 2 && this.filters[kind] === undefined) return null;
    const shown = this.#all.has(kind) ? choices : choices.slice(0, CHIPS_SHOWN);
    const chips = make("div", { class: "chips" }, ...shown.map((choice) => this.#chip(kind, choice)));
    if (shown.length < choices.length) chips.append(this.#more(kind, choices.length - shown.length));
    return make("fieldset", {}, make("legend", {}, label), chips);
  }

  #chip(kind: Kind, { value, documents }: Choice): HTMLElement {
    const pressed = this.filters[kind] === value;
    const count = make("span", { class: "count" }, String(documents), make("span", { class: "unseen" }, " văn bản"));
    const chip = make("button", { type: "button", "aria-pressed": String(pressed), "data-key": `${kind}:${value}` }, String(value), count);
    chip.addEventListener("click", () => {
      const chosen = this.filters as Record<Kind, string | number | undefined>;
      chosen[kind] = pressed ? undefined : value;
      this.filters.document_ids = [];
      this.#apply();
    });
    return chip;
  }

  #more(kind: Kind, hidden: number): HTMLElement {
    const more = make("button", { type: "button" }, `Xem thêm ${hidden}`);
    more.addEventListener("click", () => {
      this.#all.add(kind);
      this.draw();
    });
    return more;
  }

  #list(): HTMLElement[] {
    const ids = this.filters.document_ids ?? [];
    const fitting = this.#documents.filter((named) => ids.includes(named.id) || fits(named, this.filters));
    const rows = fitting.map((named) => this.#row(named, ids.includes(named.id)));
    const heading = make("h2", {}, rows.length ? "Hỏi riêng văn bản" : "Không có văn bản nào trong phạm vi này");
    const rest = this.#total > this.#documents.length ? [make("p", {}, make("a", { href: "/documents" }, `Xem cả ${this.#total} văn bản`))] : [];
    return [heading, make("ul", { class: "holdings" }, ...rows), ...rest];
  }

  #row(named: DocumentName, checked: boolean): HTMLElement {
    const box = make("input", { type: "checkbox", "data-key": `document:${named.id}` });
    box.checked = checked;
    box.addEventListener("change", () => {
      const others = (this.filters.document_ids ?? []).filter((id) => id !== named.id);
      this.filters.document_ids = box.checked ? [...others, named.id] : others;
      this.#apply();
    });
    const name = make("span", {}, named.title, make("span", { class: "source" }, documentLine(named)));
    const open = make("a", { href: `/documents/${encodeURIComponent(named.id)}`, "aria-label": `Mở ${named.title}` }, "Mở");
    return make("li", {}, make("label", {}, box, name), open);
  }

  #apply(): void {
    this.draw();
    this.changed();
  }
}

function fits(named: DocumentName, { locality, year, type }: Filters): boolean {
  return (!locality || named.locality === locality) && (!year || named.year === year) && (!type || named.type === type);
}

function choicesOf({ localities, years, types }: Facets): Record<Kind, Choice[]> {
  const named = ({ name, documents }: { name: string; documents: number }) => ({ value: name, documents });
  return { locality: localities.map(named), year: years.map(({ year, documents }) => ({ value: year, documents })), type: types.map(named) };
}

/** Count the choices from the documents themselves, where the server tells no facets. */
function counted(documents: DocumentName[]): Record<Kind, Choice[]> {
  const count = (kind: Kind) => {
    const found = new Map<string | number, number>();
    for (const { [kind]: value } of documents) if (value !== null) found.set(value, (found.get(value) ?? 0) + 1);
    return [...found].map(([value, of]) => ({ value, documents: of }));
  };
  return { locality: count("locality"), year: count("year").sort((a, b) => Number(b.value) - Number(a.value)), type: count("type") };
}
