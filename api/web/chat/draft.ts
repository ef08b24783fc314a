// While a language model writes: sentences that are proven one by one, set as the answer will set them.
import { make } from "./nodes";
import { LISTED } from "./said";

/** Add a proven sentence to what is shown; an empty mark keeps the place of the number that is not known yet. */
export function addSentence(said: HTMLElement, text: string): void {
  const [words, end] = /^(.*?)([.!?:;]?)$/su.exec(text.trimEnd())!.slice(1) as [string, string];
  const unset = make("span", { class: "mark unset", "aria-hidden": "true" });
  const sentence = make("span", { class: "proven" }, `${words} `, unset, end || ".");
  const last = said.lastElementChild;
  if (words.startsWith(LISTED)) said.append(make("p", { class: "item" }, sentence));
  else if (last && last.className !== "item") last.append(" ", sentence);
  else said.append(make("p", {}, sentence));
}
