// The words of an answer: a short fact first, then the lines that say where it stands, with marks that lead to cards.
import type { Answer, Citation } from "./contract";
import { citationLine } from "./naming";
import { fill, type Words } from "./words";
import { make } from "./nodes";

const MARK = /(\[\d{1,3}\])/;
const SHORT = 200;
export const LISTED = "- ";

/**
 * Set the words of an answer as paragraphs; `show` is called with the citation whose mark was pressed. Of an answer in a
 * model's words (`worded`) no line is set apart as the short fact, as none is while it is written.
 */
export function paragraphs(
  text: string,
  citations: readonly Citation[],
  words: Words,
  show: (citation: Citation) => void,
  worded = false,
): HTMLElement[] {
  const byMarker = new Map(citations.map((citation) => [citation.marker, citation]));
  const parts = partsOf(text);
  const kindOf = worded ? itemKind : factKind(parts);
  return parts.map((part) => make("p", { class: kindOf(part) }, ...pieces(part, byMarker, words, show)));
}

function itemKind(part: string): string | false {
  return part.startsWith(LISTED) && "item";
}

function factKind(parts: readonly string[]): (part: string) => string | false {
  const facts = parts.filter(
    (part) => parts.length > 1 && part.length <= SHORT && MARK.test(part) && !/[“”]/.test(part),
  );
  return (part) => facts.includes(part) && (facts.length === 1 ? "lead" : "fact");
}

/** Cut at line ends, but not within a quote, whose lines belong together. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let quoting = false;
  for (const line of text.split("\n")) {
    if (quoting) parts[parts.length - 1] += `\n${line}`;
    else if (line.trim()) parts.push(line);
    const opened = line.lastIndexOf("“");
    const closed = line.lastIndexOf("”");
    quoting = opened > closed || (quoting && closed < 0);
  }
  return parts;
}

function pieces(
  line: string,
  byMarker: Map<number, Citation>,
  words: Words,
  show: (c: Citation) => void,
): (Node | string)[] {
  return line.split(MARK).map((piece) => {
    const citation = MARK.test(piece) ? byMarker.get(Number(piece.slice(1, -1))) : undefined;
    return citation ? mark(citation, words, show) : piece;
  });
}

function mark(citation: Citation, words: Words, show: (citation: Citation) => void): HTMLElement {
  const name = `${words.source} ${citation.marker}: ${citationLine(citation)}`;
  const made = make(
    "button",
    { type: "button", class: "mark", "aria-label": name, title: name },
    String(citation.marker),
  );
  made.addEventListener("click", () => show(citation));
  return made;
}

/** Return an answer as plain text with its sources, as it is put into a report or a message. */
export function answerText(question: string, answer: Answer, words: Words): string {
  const worded = answer.mode === "generative" ? ["", words.worded] : [];
  const sources = answer.citations.map(
    (citation) => `[${citation.marker}] ${citationLine(citation)}: “${citation.quote}”`,
  );
  return [
    question,
    "",
    answer.answer,
    ...worded,
    ...(sources.length ? ["", `${words.sources}:`, ...sources] : []),
  ].join("\n");
}

/** Return what is read out once when an answer is there: its words without marks, and how many sources stand below. */
export function announcement(answer: { answer: string; citations: Citation[] }, words: Words): string {
  const plain = answer.answer.replace(/\s*\[\d{1,3}\]/g, "");
  return answer.citations.length ? `${plain} ${fill(words.announcedSources, answer.citations.length)}` : plain;
}
