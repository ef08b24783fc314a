// One row of chips: the values that documents can be filtered by, at most one of them chosen.
import { make } from "../chat/nodes";

const SHOWN = 12;

export interface Choice {
  value: string | number;
  documents: number;
}

export class ChoiceRow {
  readonly element = make("fieldset", { hidden: true });
  readonly #chips = make("div", { class: "chips" });
  #choices: readonly Choice[] = [];
  #all = false;

  constructor(
    label: string,
    private readonly chosen: () => string | number | undefined,
    private readonly choose: (value: string | number | undefined) => void,
  ) {
    this.element.append(make("legend", {}, label), this.#chips);
  }

  /** Offer these values. One alone is no choice. */
  offer(choices: readonly Choice[]): void {
    this.#choices = choices;
    this.element.hidden = choices.length < 2 && this.chosen() === undefined;
    this.draw();
  }

  /** Draw the chips anew; the one that had the focus keeps it. */
  draw(): void {
    const held = [...this.#chips.children].indexOf(document.activeElement as Element);
    const shown = this.#all
      ? this.#choices
      : this.#choices.filter(({ value }, place) => place < SHOWN || value === this.chosen());
    this.#chips.replaceChildren(...shown.map((choice) => this.#chip(choice)));
    if (shown.length < this.#choices.length) this.#chips.append(this.#more(this.#choices.length - shown.length));
    (this.#chips.children[held] as HTMLElement | undefined)?.focus();
  }

  #chip({ value, documents }: Choice): HTMLElement {
    const pressed = this.chosen() === value;
    const count = make("span", { class: "count" }, String(documents), make("span", { class: "unseen" }, " văn bản"));
    const chip = make("button", { type: "button", "aria-pressed": String(pressed) }, String(value), count);
    chip.addEventListener("click", () => this.choose(pressed ? undefined : value));
    return chip;
  }

  #more(hidden: number): HTMLElement {
    const more = make("button", { type: "button" }, `Xem thêm ${hidden}`);
    more.addEventListener("click", () => {
      this.#all = true;
      this.draw();
    });
    return more;
  }
}
