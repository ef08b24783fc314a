// Which documents are asked: chips for place, year and type, and the documents that are left.
import type { DocumentName, Filters } from "../chat/contract";
import { make } from "../chat/nodes";
import { type Choice, ChoiceRow } from "./choice";
import { Holdings } from "./holdings";

const DOCUMENTS = 500; // as many as one page of the list has

interface Facets {
  localities: { name: string; documents: number }[];
  years: { year: number; documents: number }[];
  types: { name: string; documents: number }[];
}

type Get = <T>(path: string) => Promise<T>;
type Kind = "locality" | "year" | "type";
const LABELS: Record<Kind, string> = { locality: "Địa phương", year: "Năm", type: "Loại văn bản" };
const KINDS = Object.keys(LABELS) as Kind[];

export class Scope {
  readonly element = make("aside", { class: "scope", "aria-label": "Phạm vi hỏi" });
  readonly #details = make("details");
  readonly #chosen = make("span", { class: "chosen" });
  readonly #rows: Record<Kind, ChoiceRow>;
  readonly #holdings: Holdings;
  #total = 0;

  constructor(readonly filters: Filters) {
    this.#rows = { locality: this.#row("locality"), year: this.#row("year"), type: this.#row("type") };
    this.#holdings = new Holdings(filters, () => this.#draw());
    const rows = KINDS.map((kind) => this.#rows[kind].element);
    this.#details.append(make("summary", {}, "Phạm vi hỏi", this.#chosen), ...rows, this.#holdings.element);
    this.element.append(this.#details);
    const wide = matchMedia("(min-width: 56rem)");
    this.#details.open = wide.matches;
    wide.addEventListener("change", () => (this.#details.open = wide.matches));
  }

  /** Fetch what there is to choose from. */
  async load(get: Get): Promise<void> {
    const [listed, facets] = await Promise.all([
      get<{ documents: DocumentName[]; total: number }>(`api/v1/documents?limit=${DOCUMENTS}`),
      get<Facets>("api/v1/facets"),
    ]);
    this.#total = listed.total;
    const documents = [...(await this.#missing(listed.documents, get)), ...listed.documents];
    this.#rows.locality.offer(facets.localities.map(named));
    this.#rows.year.offer(facets.years.map(({ year, documents: count }) => ({ value: year, documents: count })));
    this.#rows.type.offer(facets.types.map(named));
    this.#holdings.hold(documents, listed.total);
    this.#draw();
  }

  #row(kind: Kind): ChoiceRow {
    const filters = this.filters as Record<Kind, string | number | undefined>;
    return new ChoiceRow(
      LABELS[kind],
      () => filters[kind],
      (value) => {
        filters[kind] = value;
        this.filters.document_ids = [];
        this.#draw();
      },
    );
  }

  /** Fetch chosen documents that the list does not reach; forget those that the store does not have. */
  async #missing(listed: readonly DocumentName[], get: Get): Promise<DocumentName[]> {
    const found: DocumentName[] = [];
    for (const id of this.filters.document_ids ?? []) {
      if (listed.some((known) => known.id === id)) continue;
      const document = await get<DocumentName>(`api/v1/documents/${encodeURIComponent(id)}`).catch(() => null);
      if (document) found.push(document);
      else this.filters.document_ids = this.filters.document_ids?.filter((other) => other !== id) ?? [];
    }
    return found;
  }

  #draw(): void {
    const { locality, year, type, document_ids: ids = [] } = this.filters;
    const said = [locality, year && `năm ${year}`, type, ids.length ? `${ids.length} văn bản được chọn` : ""].filter(
      Boolean,
    );
    this.#chosen.textContent = said.length ? said.join(" · ") : `tất cả ${this.#total} văn bản`;
    for (const kind of KINDS) this.#rows[kind].draw();
    this.#holdings.draw();
  }
}

function named({ name, documents }: { name: string; documents: number }): Choice {
  return { value: name, documents };
}
