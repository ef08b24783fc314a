// Paper: questions, answers and sources in a document of their own, so that nothing of the page around them is printed.
import { make } from "./nodes";
import { citationLine } from "./naming";
import type { Turn } from "./memory";
import printStyle from "./print.css";
import { fill, type Words } from "./words";

/** Print turns with their sources; `near` is an element beside which the paper may lie unseen. */
export function print(turns: readonly Turn[], title: string, words: Words, near: Element): void {
  const frame = make("iframe", { class: "unseen", "aria-hidden": "true", tabindex: "-1", title: words.print });
  near.after(frame);
  const paper = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!paper) return;
  const sheet = new paper.CSSStyleSheet();
  sheet.replaceSync(printStyle);
  paper.document.adoptedStyleSheets = [sheet];
  paper.document.documentElement.lang = "vi";
  paper.document.title = title;
  paper.document.body.append(make("h1", {}, title), ...turns.map((turn) => printedTurn(turn, words)));
  paper.document.body.append(make("footer", {}, fill(words.printed, new Date().toLocaleDateString("vi-VN"))));
  paper.addEventListener("afterprint", () => frame.remove());
  paper.print();
}

function printedTurn({ question, answer }: Turn, words: Words): HTMLElement {
  const turn = make("section", {}, make("h2", {}, question), make("p", {}, answer.answer));
  if (answer.mode === "generative") turn.append(make("p", {}, words.worded));
  for (const notice of answer.notices) turn.append(make("p", {}, `${words.notices}: ${notice}`));
  if (answer.citations.length === 0) return turn;
  const sources = answer.citations.map((citation) =>
    make("li", {}, `[${citation.marker}] ${citationLine(citation)}: `, make("q", {}, citation.quote)),
  );
  turn.append(make("h3", {}, words.sources), make("ol", {}, ...sources));
  return turn;
}
